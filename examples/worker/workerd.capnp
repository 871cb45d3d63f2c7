using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .fraud)],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "main")],
);

const fraud :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  compatibilityDate = "2025-06-01",
);
