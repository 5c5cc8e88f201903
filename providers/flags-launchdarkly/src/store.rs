//! The vendor's store, whose every write becomes a snapshot.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use launchdarkly_server_sdk::{
    AllData, DataKind, PersistentDataStore, PersistentDataStoreFactory, PersistentStoreError,
    SerializedItem,
};

use crate::document::{Document, FlagItem, SegmentItem};
use crate::health::{Health, Problem};
use crate::served::Served;
use crate::snapshot::Patch;

/// Makes the store of a client.
pub(crate) struct Stores {
    pub(crate) served: Arc<Served>,
    pub(crate) health: Arc<Health>,
}

impl PersistentDataStoreFactory for Stores {
    fn create_persistent_data_store(&self) -> Result<Box<dyn PersistentDataStore>, io::Error> {
        Ok(Box::new(Store {
            served: Arc::clone(&self.served),
            health: Arc::clone(&self.health),
            items: AllData {
                flags: HashMap::new(),
                segments: HashMap::new(),
            },
            is_initialized: false,
        }))
    }
}

struct Store {
    served: Arc<Served>,
    health: Arc<Health>,
    /// For the vendor's client, which evaluates where events are on.
    items: AllData<SerializedItem, SerializedItem>,
    is_initialized: bool,
}

impl PersistentDataStore for Store {
    fn init(
        &mut self,
        all: AllData<SerializedItem, SerializedItem>,
    ) -> Result<(), PersistentStoreError> {
        let mut document = Document {
            set_aside: self.served.expected(),
            ..Document::default()
        };
        for (key, item) in all.flags.iter().filter(|(_, item)| !item.deleted) {
            let item =
                FlagItem::parse(key, &item.serialized_item).map_err(PersistentStoreError::new)?;
            document.flags.insert(key.clone(), item);
        }
        for (key, item) in all.segments.iter().filter(|(_, item)| !item.deleted) {
            let item = SegmentItem::parse(key, &item.serialized_item)
                .map_err(PersistentStoreError::new)?;
            document.segments.insert(key.clone(), item);
        }
        self.items = all;
        self.is_initialized = true;
        match self.served.replace(document, true) {
            Ok(is_news) => self.health.good(is_news),
            Err(suspicious) => self.health.bad(Problem::Refused(suspicious.to_string())),
        }
        Ok(())
    }

    fn flag(&self, key: &str) -> Result<Option<SerializedItem>, PersistentStoreError> {
        Ok(self.items.flags.get(key).cloned())
    }

    fn segment(&self, key: &str) -> Result<Option<SerializedItem>, PersistentStoreError> {
        Ok(self.items.segments.get(key).cloned())
    }

    fn all_flags(&self) -> Result<HashMap<String, SerializedItem>, PersistentStoreError> {
        Ok(self.items.flags.clone())
    }

    fn upsert(
        &mut self,
        kind: DataKind,
        key: &str,
        item: SerializedItem,
    ) -> Result<bool, PersistentStoreError> {
        let items = match kind {
            DataKind::Flag => &mut self.items.flags,
            DataKind::Segment => &mut self.items.segments,
        };
        // A deletion stays as a tombstone, so that what is older does not bring it back.
        if items
            .get(key)
            .is_some_and(|before| before.version >= item.version)
        {
            self.health.good(false);
            return Ok(false);
        }
        let (key, text) = (key.to_owned(), &item.serialized_item);
        let patch = match (kind, item.deleted) {
            (DataKind::Flag, true) => Patch::DeleteFlag(key.clone()),
            (DataKind::Segment, true) => Patch::DeleteSegment(key.clone()),
            (DataKind::Flag, false) => {
                let flag = FlagItem::parse(&key, text).map_err(PersistentStoreError::new)?;
                Patch::Flag(key.clone(), Box::new(flag))
            }
            (DataKind::Segment, false) => {
                let segment = SegmentItem::parse(&key, text).map_err(PersistentStoreError::new)?;
                Patch::Segment(key.clone(), Box::new(segment))
            }
        };
        items.insert(key, item);
        let is_news = self.served.patch(patch);
        self.health.good(is_news);
        Ok(true)
    }

    fn is_initialized(&self) -> bool {
        self.is_initialized
    }
}
