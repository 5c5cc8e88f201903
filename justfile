# Single commands; each can be pasted as it stands.

# the page of the tutorial, on http://127.0.0.1:8080
web:
    cargo run --example web

# all tests
test:
    cargo test

# formatting and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# documentation, opened
doc:
    cargo doc --workspace --all-features --no-deps --open

# accepts the texts that tests now see; read the diff
bless:
    UPDATE_EXPECT=1 TRYBUILD=overwrite cargo test

# an evaluation beside a bare AtomicBool, and what `features!` costs a build
bench:
    cargo bench -p flags-bench --bench fast_path
    cargo bench -p flags-bench --bench build_cost

# everything that must hold before a change is taken
ci:
    .ci/run
