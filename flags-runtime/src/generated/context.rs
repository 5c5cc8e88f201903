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

            /// Identifies the subject.
            #[must_use]
            $vis fn targeting_key(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::core::primitive::str>
            {
                self.0.targeting_key()
            }
        }

        impl $crate::EvaluationContext for $name<'_> {
            fn targeting_key(
                &self,
            ) -> $crate::__private::core::option::Option<&$crate::__private::core::primitive::str>
            {
                self.0.targeting_key()
            }
        }
    };
}
