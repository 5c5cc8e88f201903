//! A browser, driven by WebDriver (W3C): Chromium, with its driver.

use std::env;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::server::LIMIT;

/// What a page needs of an element to name it, by the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running browser. It ends with the test.
pub(crate) struct Browser {
    driver: Child,
    address: String,
    session: String,
}

impl Browser {
    /// Starts one; `None`, which is told, where none is installed.
    pub(crate) fn start() -> Option<Self> {
        let (Some(driver), Some(browser)) = (find("chromedriver"), find("chromium")) else {
            // Not `eprintln`, of which nothing is shown when a test passes.
            let note =
                "skipped: no browser; install the packages `chromium` and `chromium-driver`\n";
            io::stderr().write_all(note.as_bytes()).unwrap();
            return None;
        };
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let started = "ChromeDriver was started successfully on port ";
        let port = lines
            .find_map(|line| Some(line.unwrap().strip_prefix(started)?.replace('.', "")))
            .unwrap();
        let mut this = Self {
            driver,
            address: format!("127.0.0.1:{}", port.trim()),
            session: String::new(),
        };
        let options = json!({
            "binary": browser,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage",
            ],
        });
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let session = this.request("POST", "/session", &wanted);
        this.session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        Some(this)
    }

    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    pub(crate) fn reload(&self) {
        self.post("/refresh", &json!({}));
    }

    /// The text that somebody sees.
    pub(crate) fn text(&self) -> String {
        let text = self.script("return document.body.innerText");
        text.as_str().unwrap().to_owned()
    }

    /// The computed style of the first element of this selector.
    pub(crate) fn style(&self, selector: &str, property: &str) -> String {
        let script =
            format!("return getComputedStyle(document.querySelector('{selector}')).{property}");
        self.script(&script).as_str().unwrap().to_owned()
    }

    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    pub(crate) fn write(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    fn element(&self, selector: &str) -> String {
        let wanted = json!({ "using": "css selector", "value": selector });
        let element = self.post("/element", &wanted);
        element[ELEMENT].as_str().unwrap().to_owned()
    }

    fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.request("POST", &format!("{}{path}", self.session), body)
    }

    /// The `value` of the driver's answer.
    #[track_caller]
    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let (head, mut answer) = self.exchange(method, path, body).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer["value"].take()
    }

    fn exchange(&self, method: &str, path: &str, body: &Value) -> io::Result<(String, Value)> {
        let body = body.to_string();
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(LIMIT))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )?;
        // The driver keeps the connection open.
        let mut response = BufReader::new(stream);
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let start = head.len();
            if response.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = head[start..].to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        response.read_exact(&mut body)?;
        Ok((head, serde_json::from_slice(&body)?))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser is the driver's child, and ends with the session. The test has had its answers
        // already, and may be failing.
        let _ = self.exchange("DELETE", &self.session, &json!({}));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|program| program.is_file())
}
