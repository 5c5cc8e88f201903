//! `cargo flags export`.

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::prompt::Prompt;

fn with(manifest: &str) -> Prompt {
    Prompt::with(&[
        ("src/main.rs", "fn main() {}\n"),
        ("features.toml", manifest),
    ])
}

/// What is written for this manifest, and what is said to be left out.
#[track_caller]
fn check(manifest: &str, arguments: &str, expected: Expect) {
    let said = with(manifest).flags(&format!("export {arguments}"));
    expected.assert_eq(&said.text);
    assert_eq!(said.status, 0);
}

const EVERYTHING: &str = r#"
[registry]
environments = ["testing", "production"]

[context]
plan = ["free", "pro"]

[features.dark_mode]
description = "Dark colours."
owner = "web"
provider-key = "dark-mode"
environments.testing = true
rules = [{ when = { plan = "pro" }, rollout = 12.5 }]

[features.button]
variants = ["red", "blue"]
default = "red"
needs = ["dark_mode"]

[features.limit]
default = 25
range = [1, 500]
expires = 2027-01-31

[features.share]
default = 1.0

[features.greeting]
default = "Hello"

[features.search]
default = { results = 50, hosts = ["a", "b"], inner = { deep = true } }
"#;

#[test]
fn the_manifest_of_openfeature() {
    check(
        EVERYTHING,
        "--to openfeature",
        expect![[r#"
            {
              "$schema": "https://raw.githubusercontent.com/open-feature/cli/main/schema/v0/flag-manifest.json",
              "flags": {
                "dark-mode": {
                  "flagType": "boolean",
                  "defaultValue": false,
                  "description": "Dark colours."
                },
                "button": {
                  "flagType": "string",
                  "defaultValue": "red"
                },
                "limit": {
                  "flagType": "integer",
                  "defaultValue": 25
                },
                "share": {
                  "flagType": "float",
                  "defaultValue": 1.0
                },
                "greeting": {
                  "flagType": "string",
                  "defaultValue": "Hello"
                },
                "search": {
                  "flagType": "object",
                  "defaultValue": {
                    "results": 50,
                    "hosts": [
                      "a",
                      "b"
                    ],
                    "inner": {
                      "deep": true
                    }
                  },
                  "schema": {
                    "type": "object",
                    "properties": {
                      "results": {
                        "type": "integer"
                      },
                      "hosts": {
                        "type": "array",
                        "items": {
                          "type": "string"
                        }
                      },
                      "inner": {
                        "type": "object",
                        "properties": {
                          "deep": {
                            "type": "boolean"
                          }
                        },
                        "required": [
                          "deep"
                        ],
                        "additionalProperties": false
                      }
                    },
                    "required": [
                      "results",
                      "hosts",
                      "inner"
                    ],
                    "additionalProperties": false
                  }
                }
              }
            }
            warning: feature `dark_mode` (features.toml:8): its rules are left out: a provider has them there
            warning: feature `dark_mode` (features.toml:8): its values by environment are left out: a provider has them there
            warning: feature `button` (features.toml:15): its `needs` are left out
            warning: feature `button` (features.toml:15): the names of its other variants are left out: it is a string there
        "#]],
    );
}

#[test]
fn flag_definitions_of_flagd() {
    check(
        EVERYTHING,
        "--to flagd",
        expect![[r#"
            {
              "$schema": "https://flagd.dev/schema/v0/flags.json",
              "flags": {
                "dark-mode": {
                  "state": "ENABLED",
                  "variants": {
                    "on": true,
                    "off": false
                  },
                  "defaultVariant": "off",
                  "targeting": {
                    "if": [
                      {
                        "and": [
                          {
                            "and": [
                              {
                                "!==": [
                                  {
                                    "var": "plan"
                                  },
                                  null
                                ]
                              },
                              {
                                "===": [
                                  {
                                    "var": "plan"
                                  },
                                  "pro"
                                ]
                              }
                            ]
                          },
                          {
                            "!==": [
                              {
                                "var": "targetingKey"
                              },
                              null
                            ]
                          },
                          {
                            "==": [
                              {
                                "fractional": [
                                  {
                                    "cat": [
                                      "dark_mode",
                                      {
                                        "var": "targetingKey"
                                      }
                                    ]
                                  },
                                  [
                                    "in",
                                    12500
                                  ],
                                  [
                                    "out",
                                    87500
                                  ]
                                ]
                              },
                              "in"
                            ]
                          }
                        ]
                      },
                      "on",
                      null
                    ]
                  },
                  "metadata": {
                    "description": "Dark colours.",
                    "owner": "web"
                  }
                },
                "button": {
                  "state": "ENABLED",
                  "variants": {
                    "red": "red",
                    "blue": "blue"
                  },
                  "defaultVariant": "red"
                },
                "limit": {
                  "state": "ENABLED",
                  "variants": {
                    "default": 25
                  },
                  "defaultVariant": "default",
                  "metadata": {
                    "expires": "2027-01-31"
                  }
                },
                "share": {
                  "state": "ENABLED",
                  "variants": {
                    "default": 1.0
                  },
                  "defaultVariant": "default"
                },
                "greeting": {
                  "state": "ENABLED",
                  "variants": {
                    "default": "Hello"
                  },
                  "defaultVariant": "default"
                },
                "search": {
                  "state": "ENABLED",
                  "variants": {
                    "default": {
                      "results": 50,
                      "hosts": [
                        "a",
                        "b"
                      ],
                      "inner": {
                        "deep": true
                      }
                    }
                  },
                  "defaultVariant": "default"
                }
              }
            }
            warning: feature `dark_mode` (features.toml:8): others are inside of its rollout: the shares stay, and flagd draws anew
            warning: feature `button` (features.toml:15): its `needs` are left out: a flag of flagd knows no other
        "#]],
    );
}

#[test]
fn flagd_is_told_what_holds_in_one_environment() {
    let said = with(EVERYTHING).flags("export --to flagd --env testing");
    let document: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(document["flags"]["dark-mode"]["defaultVariant"], "on");
}

#[test]
fn all_of_it_as_json() {
    check(
        EVERYTHING,
        "--to json",
        expect![[r#"
        {
          "version": 1,
          "registries": [
            {
              "name": "shop",
              "manifest": "features.toml",
              "packages": [
                "shop"
              ],
              "environments": [
                "testing",
                "production"
              ],
              "expired": "warn",
              "context": {
                "plan": [
                  "free",
                  "pro"
                ]
              },
              "segments": {},
              "features": [
                {
                  "key": "dark_mode",
                  "providerKey": "dark-mode",
                  "constant": "DARK_MODE",
                  "line": 8,
                  "type": "boolean",
                  "variants": null,
                  "default": false,
                  "range": null,
                  "description": "Dark colours.",
                  "owner": "web",
                  "kind": null,
                  "created": null,
                  "expires": null,
                  "issue": null,
                  "needs": [],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": true,
                      "rules": [
                        {
                          "when": {
                            "plan": "pro"
                          },
                          "rollout": 12.5
                        }
                      ]
                    },
                    "production": {
                      "default": false,
                      "rules": [
                        {
                          "when": {
                            "plan": "pro"
                          },
                          "rollout": 12.5
                        }
                      ]
                    }
                  }
                },
                {
                  "key": "button",
                  "providerKey": "button",
                  "constant": "BUTTON",
                  "line": 15,
                  "type": "variants",
                  "variants": [
                    "red",
                    "blue"
                  ],
                  "default": "red",
                  "range": null,
                  "description": null,
                  "owner": null,
                  "kind": null,
                  "created": null,
                  "expires": null,
                  "issue": null,
                  "needs": [
                    "dark_mode"
                  ],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": "red",
                      "rules": []
                    },
                    "production": {
                      "default": "red",
                      "rules": []
                    }
                  }
                },
                {
                  "key": "limit",
                  "providerKey": "limit",
                  "constant": "LIMIT",
                  "line": 20,
                  "type": "integer",
                  "variants": null,
                  "default": 25,
                  "range": [
                    1,
                    500
                  ],
                  "description": null,
                  "owner": null,
                  "kind": null,
                  "created": null,
                  "expires": "2027-01-31",
                  "issue": null,
                  "needs": [],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": 25,
                      "rules": []
                    },
                    "production": {
                      "default": 25,
                      "rules": []
                    }
                  }
                },
                {
                  "key": "share",
                  "providerKey": "share",
                  "constant": "SHARE",
                  "line": 25,
                  "type": "float",
                  "variants": null,
                  "default": 1.0,
                  "range": null,
                  "description": null,
                  "owner": null,
                  "kind": null,
                  "created": null,
                  "expires": null,
                  "issue": null,
                  "needs": [],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": 1.0,
                      "rules": []
                    },
                    "production": {
                      "default": 1.0,
                      "rules": []
                    }
                  }
                },
                {
                  "key": "greeting",
                  "providerKey": "greeting",
                  "constant": "GREETING",
                  "line": 28,
                  "type": "string",
                  "variants": null,
                  "default": "Hello",
                  "range": null,
                  "description": null,
                  "owner": null,
                  "kind": null,
                  "created": null,
                  "expires": null,
                  "issue": null,
                  "needs": [],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": "Hello",
                      "rules": []
                    },
                    "production": {
                      "default": "Hello",
                      "rules": []
                    }
                  }
                },
                {
                  "key": "search",
                  "providerKey": "search",
                  "constant": "SEARCH",
                  "line": 31,
                  "type": "table",
                  "variants": null,
                  "default": {
                    "results": 50,
                    "hosts": [
                      "a",
                      "b"
                    ],
                    "inner": {
                      "deep": true
                    }
                  },
                  "range": null,
                  "description": null,
                  "owner": null,
                  "kind": null,
                  "created": null,
                  "expires": null,
                  "issue": null,
                  "needs": [],
                  "frozen": false,
                  "environments": {
                    "testing": {
                      "default": {
                        "results": 50,
                        "hosts": [
                          "a",
                          "b"
                        ],
                        "inner": {
                          "deep": true
                        }
                      },
                      "rules": []
                    },
                    "production": {
                      "default": {
                        "results": 50,
                        "hosts": [
                          "a",
                          "b"
                        ],
                        "inner": {
                          "deep": true
                        }
                      },
                      "rules": []
                    }
                  }
                }
              ],
              "retired": []
            }
          ]
        }
    "#]],
    );
}

#[test]
fn a_rule_that_flagd_cannot_have_takes_the_others_with_it() {
    check(
        "[context]\nemail = \"string\"\n[features.dark_mode]\n\
         rules = [{ when = { email = { matches = \".*@example[.]com\" } }, serve = true }, { serve = true }]\n",
        "--to flagd",
        expect![[r#"
            {
              "$schema": "https://flagd.dev/schema/v0/flags.json",
              "flags": {
                "dark_mode": {
                  "state": "ENABLED",
                  "variants": {
                    "on": true,
                    "off": false
                  },
                  "defaultVariant": "off"
                }
              }
            }
            warning: feature `dark_mode` (features.toml:4): all of its rules are left out: one asks for `email`: flagd has no regular expressions
        "#]],
    );
}

#[test]
fn an_unknown_environment() {
    let said = with("[features.dark_mode]\n").flags("export --to flagd --env prod");
    expect![[r#"
        error: registry `shop` has no environment `prod`
          = help: known are `development`, `testing`, `staging`, `production`
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 2);
}

#[test]
fn an_unknown_format() {
    let said = with("[features.dark_mode]\n").flags("export --to launchdarkly");
    expect![[r#"
        error: invalid value 'launchdarkly' for '--to <TO>'
          [possible values: openfeature, flagd, json]

        For more information, try '--help'.
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 2);
}

#[test]
fn into_a_file() {
    let prompt = with("[features.dark_mode]\n");
    let said = prompt.flags("export --to openfeature --output flags.json");
    assert_eq!((said.text.as_str(), said.status), ("", 0));
    let written: Value = serde_json::from_str(&prompt.read("flags.json")).expect("it is JSON");
    assert_eq!(written["flags"]["dark_mode"]["flagType"], "boolean");
}
