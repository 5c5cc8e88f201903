//! The generated struct `Context`.

/// The implementations of the generated `Context`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_context {
    ($vis:vis $name:ident) => {
        #[allow(dead_code, unreachable_pub)]
        impl<'a> $name<'a> {
            /// A subject with this targeting key.
            #[must_use]
            $vis fn new(
                targeting_key: impl $crate::__private::core::convert::Into<
                    $crate::__private::std::borrow::Cow<'a, $crate::__private::core::primitive::str>,
                >,
            ) -> Self {
                Self($crate::__private::ContextData::new(targeting_key))
            }

            /// Nobody in particular.
            #[must_use]
            $vis const fn anonymous() -> Self {
                Self($crate::__private::ContextData::anonymous())
            }

            /// The same for longer than what it borrows from.
            #[must_use]
            $vis fn into_owned(self) -> $name<'static> {
                $name(self.0.into_owned())
            }

            $crate::__context_scope! { $vis }

            /// Identifies the subject.
            #[must_use]
            $vis fn targeting_key(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::core::primitive::str>
            {
                self.0.targeting_key()
            }
        }

        $crate::__evaluation_context! { $name }
    };
    ($vis:vis $name:ident of $registry:path {
        $($(#[$meta:meta])* $index:literal $setter:ident: $kind:ident $(($set:ty))?,)+
    }) => {
        #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
        impl<'a> $name<'a> {
            /// A subject with this targeting key.
            #[inline]
            #[must_use]
            $vis fn new(
                targeting_key: impl $crate::__private::core::convert::Into<
                    $crate::__private::std::borrow::Cow<'a, $crate::__private::core::primitive::str>,
                >,
            ) -> Self {
                Self($crate::__private::ContextData::of(&$registry, targeting_key))
            }

            /// Nobody in particular.
            #[inline]
            #[must_use]
            $vis const fn anonymous() -> Self {
                Self($crate::__private::ContextData::anonymous_of(&$registry))
            }

            /// The same for longer than what it borrows from.
            #[must_use]
            $vis fn into_owned(self) -> $name<'static> {
                $name(self.0.into_owned())
            }

            $crate::__context_scope! { $vis }

            /// Identifies the subject.
            #[must_use]
            $vis fn targeting_key(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::core::primitive::str>
            {
                self.0.targeting_key()
            }

            $($crate::__context_setter! {
                $(#[$meta])* $vis $setter $index $kind $(($set))?
            })+
        }

        impl $crate::__private::core::default::Default for $name<'_> {
            fn default() -> Self {
                Self::anonymous()
            }
        }

        $crate::__evaluation_context! { $name }
    };
}

/// The methods of a generated context that make it ambient.
#[doc(hidden)]
#[macro_export]
macro_rules! __context_scope {
    ($vis:vis) => {
        /// Calls `f` in a new scope: there, evaluations without `_for` are for this subject, and all
        /// answers come from one snapshot.
        $vis fn scope<__R>(&self, f: impl $crate::__private::core::ops::FnOnce() -> __R) -> __R {
            $crate::Scope::new(
                $crate::__private::core::clone::Clone::clone(&self.0).into_owned(),
            ).run(f)
        }

        /// Runs a future in a new scope, which is in force while the future is polled.
        $vis fn scope_async<__F: $crate::__private::core::future::Future>(
            &self,
            future: __F,
        ) -> impl $crate::__private::core::future::Future<Output = __F::Output> + use<__F> {
            $crate::Scope::new(
                $crate::__private::core::clone::Clone::clone(&self.0).into_owned(),
            ).run_async(future)
        }
    };
}

/// A generated context answers as what it holds does.
#[doc(hidden)]
#[macro_export]
macro_rules! __evaluation_context {
    ($name:ident) => {
        impl $crate::EvaluationContext for $name<'_> {
            fn targeting_key(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::core::primitive::str>
            {
                self.0.targeting_key()
            }

            fn attribute(
                &self,
                name: &$crate::__private::core::primitive::str,
            ) -> $crate::__private::core::option::Option<$crate::AttributeValue<'_>> {
                $crate::EvaluationContext::attribute(&self.0, name)
            }

            fn visit_attributes(
                &self,
                visit: &mut dyn $crate::__private::core::ops::FnMut(
                    &$crate::__private::core::primitive::str,
                    $crate::AttributeValue<'_>,
                ),
            ) {
                $crate::EvaluationContext::visit_attributes(&self.0, visit);
            }

            fn is_private(
                &self,
                name: &$crate::__private::core::primitive::str,
            ) -> $crate::__private::core::primitive::bool {
                $crate::EvaluationContext::is_private(&self.0, name)
            }

            #[inline]
            fn view(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::ContextView<'_>> {
                $crate::EvaluationContext::view(&self.0)
            }
        }
    };
}

/// One setter of a generated context.
#[doc(hidden)]
#[macro_export]
macro_rules! __context_setter {
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal boolean) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_boolean $crate::__private::core::primitive::bool
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal integer) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_integer $crate::__private::core::primitive::i64
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal float) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_float $crate::__private::core::primitive::f64
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal text) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_text
            impl $crate::__private::core::convert::Into<
                $crate::__private::std::borrow::Cow<'a, $crate::__private::core::primitive::str>,
            >
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal semver) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_semver
            impl $crate::__private::core::convert::Into<
                $crate::__private::std::borrow::Cow<'a, $crate::__private::core::primitive::str>,
            >
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal datetime) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_datetime
            impl $crate::__private::core::convert::Into<$crate::Timestamp>
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal strings) => {
        $crate::__context_setter! {
            @ $(#[$meta])* $vis $setter $index set_strings
            impl $crate::__private::core::convert::Into<$crate::Strings<'a>>
        }
    };
    ($(#[$meta:meta])* $vis:vis $setter:ident $index:literal variant($set:ty)) => {
        $(#[$meta])*
        #[inline]
        #[must_use]
        $vis fn $setter(mut self, value: $set) -> Self {
            self.0.set_variant($index, value as $crate::__private::core::primitive::u32);
            self
        }
    };
    (@ $(#[$meta:meta])* $vis:vis $setter:ident $index:literal $with:ident $value:ty) => {
        $(#[$meta])*
        #[inline]
        #[must_use]
        $vis fn $setter(mut self, value: $value) -> Self {
            self.0.$with($index, value);
            self
        }
    };
}
