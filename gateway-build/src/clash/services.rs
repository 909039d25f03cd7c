//! The names of services, and of the functions of clients and servers.

use prost_types::{FileDescriptorProto, MethodDescriptorProto, ServiceDescriptorProto};

use crate::name::{client_module, server_module, snake, upper_camel};

use super::messages::rust_module;
use super::{FILE_SERVICES, METHODS, Named, Names};

/// The functions that tonic generates for every client.
const CLIENT: [&str; 7] = [
    "new",
    "with_origin",
    "with_interceptor",
    "send_compressed",
    "accept_compressed",
    "max_decoding_message_size",
    "max_encoding_message_size",
];

impl Names<'_> {
    pub(super) fn services(&mut self, file: &FileDescriptorProto) {
        for (index, proto) in (0..).zip(&file.service) {
            let path = [FILE_SERVICES, index];
            self.service(file, &path, proto);
            for (index, method) in (0..).zip(&proto.method) {
                let path = [&path[..], &[METHODS, index]].concat();
                let what = format!("rpc `{}`", method.name());
                let named = Named {
                    file,
                    path: &path,
                    what: &what,
                };
                self.method(named, proto, method);
            }
        }
    }

    fn service(
        &mut self,
        file: &FileDescriptorProto,
        path: &[i32],
        proto: &ServiceDescriptorProto,
    ) {
        let (name, package) = (upper_camel(proto.name()), rust_module(file.package()));
        let modules = [
            (self.generated.servers, server_module(&name), "server"),
            (self.generated.clients, client_module(&name), "client"),
        ];
        for (_, module, kind) in modules.iter().filter(|module| module.0) {
            let what = format!("the {kind} of service `{}`", proto.name());
            let named = Named {
                file,
                path,
                what: &what,
            };
            self.take(named, &package, module);
        }
    }

    fn method(
        &mut self,
        named: Named<'_>,
        service: &ServiceDescriptorProto,
        method: &MethodDescriptorProto,
    ) {
        let generated = self.generated;
        let name = snake(method.name());
        if generated.servers || generated.clients {
            let functions = format!("{} {} functions", named.file.package(), service.name());
            self.take(named, &functions, &name);
        }
        if !generated.clients {
            return;
        }
        let what = |function: &str| {
            format!(
                "{} has the name `{function}` in Rust, as a function of every client that tonic generates does",
                named.what
            )
        };
        if CLIENT.contains(&&*name) {
            let what = what(&name)
                + "\nhelp: rename it, or leave the clients out by `.build_client(false)`";
            self.refuse(named, &what);
        } else if generated.transport && name == "connect" {
            let what = what(&name)
                + "\nhelp: rename it, or leave that function out by `.build_transport(false)`";
            self.refuse(named, &what);
        }
    }
}
