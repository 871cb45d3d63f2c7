import "katex/dist/katex.min.css";
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/controls.css";
import "./styles/charts.css";
import { render } from "preact";
import { App } from "./app/app.tsx";
import { Computer } from "./worker/computer.ts";

const root = document.getElementById("app");
if (root) render(<App computer={new Computer()} />, root);
