import { defaultRuntime, InputError, type FitProgress, type MethodName } from "logit-wasm";
import { makePoints, type Points, type Shape } from "./data.ts";
import { draw } from "./plot.ts";
import { type Task, train, type Trained } from "./train.ts";

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const form = byId<HTMLFormElement>("controls");
const canvas = byId<HTMLCanvasElement>("plot");
const progress = byId<HTMLProgressElement>("progress");
const [trainButton, stopButton] = [byId<HTMLButtonElement>("train"), byId<HTMLButtonElement>("stop")];

let points: Points;
let trained: Trained | undefined;
let abort: AbortController | undefined;

function readTask(): Task {
  const value = (id: string) => byId<HTMLInputElement | HTMLSelectElement>(id).value;
  return {
    shape: value("shape") as Shape,
    rows: Number(value("rows")),
    solver: value("solver") as "auto" | MethodName,
    degree: Number(value("degree")),
    C: 10 ** Number(value("strength")),
  };
}

/** New points belong to no model yet. */
function showPoints(): void {
  const { shape, rows } = readTask();
  points = makePoints(shape, rows, 1);
  trained = undefined;
  canvas.setAttribute("aria-label", `${number(rows)} points, ${shape}; no model yet`);
  draw(canvas, points, trained);
}

function showSliders(): void {
  const { degree, C } = readTask();
  for (const [id, text] of [
    ["degree", String(degree)],
    ["strength", C >= 1 ? number(C) : C.toPrecision(1)],
  ]) {
    const output = form.querySelector(`output[for="${id}"]`);
    if (output) output.textContent = text;
    byId(id).setAttribute("aria-valuetext", text);
  }
}

function showStep(part: number, { iteration, gradientNorm }: FitProgress): void {
  progress.value = part;
  byId("step").textContent = `Step ${iteration}, gradient norm ${gradientNorm.toExponential(1)}`;
}

async function trainAndShow(): Promise<void> {
  const task = readTask();
  abort = new AbortController();
  setBusy(true);
  byId("status").textContent = "Training …";
  await nextFrame(); // the page shows that before the work begins
  try {
    trained = await train(points, task, showStep, abort.signal);
    showResult(trained, task);
    draw(canvas, points, trained);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    byId("status").textContent = error.message;
  } finally {
    setBusy(false);
  }
}

function showResult({ model, milliseconds, accuracy, logLoss, coefficients }: Trained, task: Task): void {
  if (model.converged) progress.value = 1;
  const percent = `${(100 * accuracy).toFixed(1)} %`;
  byId("status").textContent = `${sentence(model.status)} in ${milliseconds.toFixed(0)} ms.`;
  const facts = {
    "Accuracy, new points": percent,
    "Log loss, new points": logLoss.toFixed(4),
    Coefficients: String(coefficients),
    Solver: model.solver ?? "",
    Iterations: String(model.nIter),
    "Passes over the rows": model.passes.toFixed(1),
  };
  const list = byId("facts");
  list.replaceChildren(
    ...Object.entries(facts).map(([name, value]) => {
      const pair = document.createElement("div");
      const [term, detail] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      detail.textContent = value;
      pair.append(term, detail);
      return pair;
    }),
  );
  const { count, reason } = defaultRuntime().threads;
  const threads = `${count} ${count === 1 ? "thread" : "threads"} at most: ${reason}.`;
  byId("why").textContent = `Why ${model.solver}: ${model.solverReason}. ${threads}`;
  const description = `${number(task.rows)} points, ${task.shape}, with the boundary of a model of degree ${task.degree}`;
  canvas.setAttribute("aria-label", `${description}: accuracy ${percent}`);
}

function setBusy(busy: boolean): void {
  trainButton.disabled = busy;
  stopButton.disabled = !busy;
  form.setAttribute("aria-busy", String(busy));
  if (busy) progress.value = 0;
}

const number = (value: number) => value.toLocaleString("en").replaceAll(",", "\u2009");
const sentence = (status: string) => status[0].toUpperCase() + status.slice(1).replaceAll("-", " ");
const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void trainAndShow();
});
stopButton.addEventListener("click", () => abort?.abort());
for (const id of ["shape", "rows"]) byId(id).addEventListener("change", showPoints);
for (const id of ["degree", "strength"]) byId(id).addEventListener("input", showSliders);
new ResizeObserver(() => draw(canvas, points, trained)).observe(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(canvas, points, trained));

showSliders();
showPoints();
