// What bundlers and edge runtimes make of imported files.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*.wasm?url" {
  const url: string;
  export default url;
}
declare module "*.json" {
  const value: unknown;
  export default value;
}
