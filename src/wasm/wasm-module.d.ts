/** How edge runtimes and their bundlers import a file as a module. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
