/**
 * `npm run docs`: the documentation site in build/docs/, from TSDoc, README.md and the pages of docs/, as typedoc.json says.
 * Whatever TypeDoc warns of makes it fail, broken links above all.
 */
import { fileURLToPath } from "node:url";
import { Application, Converter, DocumentReflection, Renderer } from "typedoc";

const app = await Application.bootstrapWithPlugins({
  options: fileURLToPath(new URL("../typedoc.json", import.meta.url)),
});

/** What modules are imported as, by the names that TypeDoc takes from their folders. */
const MODULES: Record<string, string> = {
  index: "logit-wasm",
  optimize: "logit-wasm/optimize",
  metrics: "logit-wasm/metrics",
  predict: "logit-wasm/predict",
};

/** Paragraphs that are indented by two spaces or more are formulas. */
const FORMULA = /(?<=\n\n|^)(?: {2,}\S.*(?:\n|$))+/g;

app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  const modules = project.children ?? [];
  const errors = new Map(
    modules
      .find(({ name }) => name === "index")
      ?.children?.filter(({ name }) => name.endsWith("Error"))
      .map((reflection) => [reflection.name, reflection]),
  );
  for (const { comment } of Object.values(project.reflections)) {
    for (const part of comment?.summary ?? []) {
      part.text = part.text.replace(FORMULA, (formula) => `\`\`\`text\n${formula.trimEnd()}\n\`\`\`\n`);
    }
    // `@throws {@link InputError}` is a type to TypeScript, not a link, and is looked for in its own module only. Errors
    // are in one.
    for (const part of comment?.blockTags.flatMap(({ content }) => content) ?? []) {
      if (part.kind !== "inline-tag" || part.tag !== "@link" || part.target) continue;
      const target = errors.get(part.text);
      if (target) part.target = target;
    }
  }
});

// Once files have their names, pages are called what they are headed with.
app.renderer.on(Renderer.EVENT_BEGIN, ({ project }) => {
  for (const module of project.children ?? []) module.name = MODULES[module.name] ?? module.name;
  for (const reflection of Object.values(project.reflections)) {
    if (reflection instanceof DocumentReflection) reflection.name = titleOf(reflection);
  }
});

/** The first heading up to its colon, in its folder: "guides/faq" is called "Guides/Questions and answers". */
function titleOf({ name, content }: DocumentReflection): string {
  const text = content.map((part) => part.text).join("");
  const title = /^# ([^:\n]*)/m.exec(text)?.[1] ?? name;
  const [folder, file] = name.split("/");
  return file === undefined ? title : `${folder[0].toUpperCase()}${folder.slice(1)}/${title}`;
}

const project = await app.convert();
if (project) {
  app.validate(project);
  await app.generateOutputs(project);
}
if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
