//! The page of the tutorial: `cargo run --example web`, then edit `examples/web/flags.toml`.
//!
//! `/login` makes you somebody, `/?user=user-42&staff=1&country=DE` is the page for that visitor
//! whoever you are, and `/why` with the same says why.
//!
//! `PORT` chooses the port (0 lets the system choose), `FLAGS_FILE` another state file, `FLAGS_POLL`
//! how often it is looked at, in milliseconds, `FLAGS_ENV` another environment than development.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a server on a console says where it listens, and why it does not start"
)]

mod console;
mod features;
mod login;
mod page;
mod session;
mod state_file;
mod visitor;
mod why;

use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;

use tokio::net::TcpListener;
use typed_flags::Provider as _;

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn serve() -> Result<(), Box<dyn Error>> {
    console::log_evaluations();
    if std::env::var_os("FLAGS_ENV").is_none() {
        typed_flags::set_environment("development");
    }

    let path = state_file::path();
    let state_file = state_file::watch(&path)?;

    let address = SocketAddr::from(([127, 0, 0, 1], port()?));
    let listener = TcpListener::bind(address).await.map_err(|error| {
        format!(
            "cannot listen on {address}: {error}; let `PORT` choose another (`PORT=0` picks a free \
             one)"
        )
    })?;
    println!("listening on http://{}", listener.local_addr()?);
    println!("edit and save {}, then reload the page", path.display());
    axum::serve(listener, page::router(&path))
        .with_graceful_shutdown(interrupted())
        .await?;

    state_file.shutdown();
    println!("stopped");
    Ok(())
}

fn port() -> Result<u16, String> {
    match std::env::var("PORT") {
        Err(std::env::VarError::NotPresent) => Ok(8080),
        Ok(port) => port
            .parse()
            .map_err(|_| format!("`PORT` must be a number from 0 to 65535, found `{port}`")),
        Err(error) => Err(format!("`PORT` cannot be read: {error}")),
    }
}

/// Ends at Ctrl-C. Without a way to hear of it the server runs until it is killed.
async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!("Ctrl-C cannot be awaited: {error}");
        std::future::pending::<()>().await;
    }
}
