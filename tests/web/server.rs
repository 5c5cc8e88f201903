//! The example as a child process, with a state file of its own.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

/// Far more than anything here takes: a test that waits so long has failed.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A running example. It ends with the test.
pub(crate) struct Server {
    child: Child,
    address: String,
    state_file: PathBuf,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it with this state file, and waits until it listens.
    #[track_caller]
    pub(crate) fn start(name: &str, state: &str) -> Self {
        Self::start_with(name, state, &[])
    }

    /// The same with these variables.
    #[track_caller]
    pub(crate) fn start_with(name: &str, state: &str, variables: &[(&str, &str)]) -> Self {
        let state_file = state_file(name);
        fs::write(&state_file, state).unwrap();
        let mut command = command(&state_file);
        let mut child = command.envs(variables.iter().copied()).spawn().unwrap();
        let lines = Arc::default();
        collect(child.stdout.take().unwrap(), &lines);
        collect(child.stderr.take().unwrap(), &lines);
        let mut server = Self {
            child,
            address: String::new(),
            state_file,
            lines,
        };
        let listening = server.wait_for_lines("listening on http://", 1);
        server.address = listening[0].replace("listening on http://", "");
        server
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address())
    }

    pub(crate) fn state_file(&self) -> &Path {
        &self.state_file
    }

    /// Writes the state file in place.
    pub(crate) fn save(&self, state: &str) {
        fs::write(&self.state_file, state).unwrap();
    }

    /// Replaces the state file, as most editors do.
    pub(crate) fn save_by_rename(&self, state: &str) {
        let new = self.state_file.with_extension("new");
        fs::write(&new, state).unwrap();
        fs::rename(new, &self.state_file).unwrap();
    }

    /// The whole response to `GET /`.
    pub(crate) fn page(&self) -> String {
        self.get("/")
    }

    /// The whole response to a `GET` of this path and query.
    pub(crate) fn get(&self, target: &str) -> String {
        self.get_with("", target)
    }

    /// The same for whoever has this cookie.
    pub(crate) fn get_with(&self, cookie: &str, target: &str) -> String {
        self.send(
            &format!("GET {target} HTTP/1.1\r\nCookie: {cookie}\r\n"),
            "",
        )
    }

    /// The whole response to a form.
    pub(crate) fn post(&self, target: &str, form: &str) -> String {
        self.send(&format!("POST {target} HTTP/1.1\r\n"), form)
    }

    fn send(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        write!(
            stream,
            "{head}Host: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    /// The page, once this is on it.
    #[track_caller]
    pub(crate) fn wait_for_page(&self, part: &str) -> String {
        self.wait_until(part, || self.page())
    }

    /// The response to this request, repeated until this is in it.
    #[track_caller]
    pub(crate) fn wait_until(&self, part: &str, request: impl Fn() -> String) -> String {
        self.wait(part, || {
            Some(request()).filter(|response| response.contains(part))
        })
    }

    /// The page, once this is not on it any more.
    #[track_caller]
    pub(crate) fn wait_for_page_without(&self, part: &str) -> String {
        self.wait(part, || {
            Some(self.page()).filter(|page| !page.contains(part))
        })
    }

    /// The console's lines with this part, once there are so many.
    #[track_caller]
    pub(crate) fn wait_for_lines(&self, part: &str, count: usize) -> Vec<String> {
        self.wait(part, || {
            let lines = self.lines.lock().unwrap();
            let found: Vec<String> = lines
                .iter()
                .filter(|line| line.contains(part))
                .cloned()
                .collect();
            (found.len() >= count).then_some(found)
        })
    }

    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = attempt() {
                return found;
            }
            assert!(
                start.elapsed() < LIMIT,
                "waited in vain for `{what}`; the console shows:\n{}",
                self.lines.lock().unwrap().join("\n")
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends what Ctrl-C sends, and returns how it ended.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn interrupt(mut self) -> std::process::ExitStatus {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(
            Command::new("sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < LIMIT, "it goes on after Ctrl-C");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What it says when it does not start with this state file, or without any.
#[track_caller]
pub(crate) fn refused_start(name: &str, state: Option<&str>) -> String {
    let state_file = state_file(name);
    if let Some(state) = state {
        fs::write(&state_file, state).unwrap();
    }
    refused(&mut command(&state_file))
}

/// What it says when it does not start with this variable, its state file being good.
#[track_caller]
pub(crate) fn refused_with(name: &str, variable: &str, value: impl AsRef<OsStr>) -> String {
    let state_file = state_file(name);
    fs::write(&state_file, "").unwrap();
    refused(command(&state_file).env(variable, value))
}

#[track_caller]
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    told
}

/// A state file that is not there yet, in a folder of this test's own.
fn state_file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("web")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("flags.toml")
}

/// The example, away from the root of the repository and from the variables of whoever tests it.
fn command(state_file: &Path) -> Command {
    let mut command = Command::new(example());
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("FLAGS_") {
            command.env_remove(name);
        }
    }
    command
        .env("PORT", "0")
        .env("FLAGS_FILE", state_file)
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Cargo builds the examples along with the tests, beside them.
fn example() -> PathBuf {
    let test = env::current_exe().unwrap();
    let name = format!("web{}", env::consts::EXE_SUFFIX);
    let example = test.parent().unwrap().with_file_name("examples").join(name);
    assert!(
        example.exists(),
        "{} is not there; build it with `cargo build --example web`",
        example.display()
    );
    example
}

fn collect(output: impl Read + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = Arc::clone(lines);
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let line = line.unwrap();
            let mut lines = lines.lock().unwrap();
            // No test looks for more; under load there are a million.
            if lines.len() < 100_000 {
                lines.push(line);
            }
        }
    });
}
