//! The generated enum `Key`.

/// The implementations of the generated `Key`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_key {
    ($vis:vis $name:ident {}) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// All features, in the order of `features.toml`.
            $vis const ALL: &'static [Self] = &[];

            /// The declaration of the feature.
            #[must_use]
            $vis const fn info(self) -> &'static $crate::FeatureInfo {
                match self {}
            }
        }

        $crate::__implement_key! { @traits $vis $name }
    };
    ($vis:vis $name:ident { $($key:ident)+ }) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// All features, in the order of `features.toml`.
            $vis const ALL: &'static [Self] = {
                // Generic, so that only a program that uses it makes rustc evaluate it: to check the
                // list takes time in proportion to the square of its length.
                const fn all<__T>() -> &'static [$name] {
                    &[$($name::$key),+]
                }
                all::<()>()
            };

            /// The declaration of the feature.
            #[must_use]
            $vis const fn info(self) -> &'static $crate::FeatureInfo {
                &FEATURES[self as $crate::__private::core::primitive::usize]
            }
        }

        $crate::__implement_key! { @traits $vis $name }
    };
    (@traits $vis:vis $name:ident) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// The flag key.
            #[must_use]
            $vis const fn as_str(self) -> &'static $crate::__private::core::primitive::str {
                self.info().key()
            }
        }

        impl $crate::__private::core::fmt::Debug for $name {
            fn fmt(
                &self,
                f: &mut $crate::__private::core::fmt::Formatter<'_>,
            ) -> $crate::__private::core::fmt::Result {
                f.debug_tuple($crate::__private::core::stringify!($name))
                    .field(&self.as_str())
                    .finish()
            }
        }

        impl $crate::__private::core::fmt::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::__private::core::fmt::Formatter<'_>,
            ) -> $crate::__private::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
