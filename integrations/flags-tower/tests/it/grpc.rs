//! tonic, without generated code: one method that takes and gives a string.

use std::convert::Infallible;
use std::pin::Pin;
use std::task;

use flags_tower::FlagsLayer;
use tonic::body::Body;
use tonic::codec::{BufferSettings, Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::codegen::{Service, http};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};

use crate::my_features::ENABLE_CRAZY_FEATURE;
use crate::visitor;

/// A message is its text.
#[derive(Clone, Copy, Default)]
struct TextCodec;

impl Codec for TextCodec {
    type Encode = String;
    type Decode = String;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for TextCodec {
    type Item = String;
    type Error = Status;

    fn encode(&mut self, item: String, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        bytes::BufMut::put_slice(to, item.as_bytes());
        Ok(())
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::default()
    }
}

impl Decoder for TextCodec {
    type Item = String;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<String>, Status> {
        let bytes = bytes::Buf::copy_to_bytes(from, bytes::Buf::remaining(from));
        String::from_utf8(bytes.to_vec())
            .map(Some)
            .map_err(|error| Status::invalid_argument(error.to_string()))
    }
}

/// Answers with the caller's name and whether it is crazy for them.
#[derive(Clone, Copy)]
struct Home;

impl NamedService for Home {
    const NAME: &'static str = "shop.Home";
}

impl UnaryService<String> for Home {
    type Response = String;
    type Future = Pin<Box<dyn Future<Output = Result<Response<String>, Status>> + Send>>;

    fn call(&mut self, request: Request<String>) -> Self::Future {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let crazy = ENABLE_CRAZY_FEATURE.is_enabled();
            Ok(Response::new(format!("{}: {crazy}", request.into_inner())))
        })
    }
}

impl Service<http::Request<Body>> for Home {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> task::Poll<Result<(), Infallible>> {
        task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let home = *self;
        Box::pin(async move { Ok(Grpc::new(TextCodec).unary(home, request).await) })
    }
}

#[tokio::test]
async fn a_grpc_method_asks_for_its_caller() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let server = tonic::transport::Server::builder()
        .layer(FlagsLayer::new(visitor))
        .add_service(Home)
        .serve_with_incoming(tokio_stream::wrappers::TcpListenerStream::new(listener));
    let server = tokio::spawn(server);

    let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}"))
        .expect("the address is good")
        .connect()
        .await
        .expect("the server listens");
    for (user, expected) in [("ada", "hello: true"), ("bob", "hello: false")] {
        let mut client = tonic::client::Grpc::new(channel.clone());
        client.ready().await.expect("the channel is ready");
        let mut request = Request::new("hello".to_owned());
        request
            .metadata_mut()
            .insert("x-user", user.parse().expect("it is ASCII"));
        let path = PathAndQuery::from_static("/shop.Home/Say");
        let answer = client.unary(request, path, TextCodec).await;
        assert_eq!(answer.expect("the server answers").into_inner(), expected);
    }
    server.abort();
}
