import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { commands } from "../src/cli/command-table.ts";
import { nameOf } from "../src/cli/flags/flag.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { type Served, startServed } from "./support/served.ts";
import { lastingFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const deploy = new URL("../deploy/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, deploy), "utf8");
const folder = join(await lastingFolder(), "letters");
let served: Served;

beforeAll(async () => {
  await saveModel(folder, untrainedModel(), history);
  served = await startServed([folder, "--workers", "1"]);
});
afterAll(() => served?.stop());

describe("the files of deploy/", () => {
  it("give `henkan serve` flags that it has", () => {
    const flags = new Set(Object.values(commands.find(({ name }) => name === "serve")!.flags).map(nameOf));
    const lines = readdirSync(deploy).flatMap((name) =>
      read(name)
        .split("\n")
        .filter((line) => /\bserve \S|"--|args:/.test(line)),
    );
    const given = lines.flatMap((line) => line.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []);
    expect(given).toContain("--host");
    expect(given.filter((flag) => !flags.has(flag))).toEqual([]);
  });

  it("probe paths that answer", async () => {
    const paths = readdirSync(deploy).flatMap((name) => read(name).match(/\/(?:healthz|readyz)\b/g) ?? []);
    expect(new Set(paths)).toEqual(new Set(["/healthz", "/readyz"]));
    for (const path of new Set(paths)) expect((await served.call({ path })).status).toBe(200);
    const documents = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
    expect(documents.map(({ kind }) => kind)).toEqual(["Deployment", "Service", "PodDisruptionBudget"]);
    const [container] = documents[0].spec.template.spec.containers;
    expect(container.args).toContain(String(container.ports[0].containerPort));
  });

  it("take no pod and no service away while a model is replaced", () => {
    const [deployment] = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
    const [{ args, resources, readinessProbe: probe }] = deployment.spec.template.spec.containers;
    expect(probe.periodSeconds * probe.failureThreshold).toBeGreaterThanOrEqual(30);
    const [, interval, fails] = /health_interval (\d+)s\s+health_fails (\d+)/.exec(read("Caddyfile"))!;
    expect(Number(interval) * Number(fails)).toBeGreaterThanOrEqual(30);
    expect(args[args.indexOf("--workers") + 1]).toBe(resources.requests.cpu); // not all cores of the node
  });

  it("keep what is built, installed and secret out of the image", () => {
    const ignored = read("Dockerfile.dockerignore").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".git", "node_modules", "dist", "runs"]));
  });

  it("show metrics that there are", async () => {
    await served.call({ path: "/v1/translate", body: '{"text":"abc"}' });
    const { body } = await served.call({ path: "/metrics" });
    const names = new Set([...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!));
    const { panels } = JSON.parse(read("grafana-dashboard.json")) as {
      panels: { id: number; targets: { expr: string }[] }[];
    };
    const shown = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(?:henkan|process|nodejs)_\w+/g) ?? []),
    );
    expect(shown.length).toBeGreaterThan(20);
    const base = (name: string) => (names.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ""));
    expect(shown.filter((name) => !names.has(base(name)))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    // Values of labels, too; but for what Prometheus adds.
    const chosen = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/(\w+)="([^"$]+)"/g)].map(([pair]) => pair)),
    );
    expect(chosen.length).toBeGreaterThan(2);
    expect(chosen.filter((pair) => !body.includes(pair))).toEqual([]);
  });

  it("count problems and replacements from 0 on: an alarm sees the first one", async () => {
    const { body } = await served.call({ path: "/metrics" });
    for (const series of [
      'henkan_problems_total{problem="overloaded"} 0',
      'henkan_problems_total{problem="client-gone"} 0',
      'henkan_model_replacements_total{model="letters",result="refused"} 0',
      "henkan_worker_restarts_total 0",
    ])
      expect(body.split("\n")).toContain(series);
  });

  const analyze = "systemd-analyze";
  const without = spawnSync(analyze, ["--version"]).status === 0 ? "" : ` (skipped: no ${analyze})`;

  it.skipIf(without !== "")(`hold a unit that systemd reads${without}`, () => {
    const { status, stdout, stderr } = spawnSync(
      analyze,
      ["verify", "--man=no", new URL("henkan.service", deploy).pathname],
      { encoding: "utf8" },
    );
    // Whether Node lies where the unit says is another matter.
    const said = `${stdout}${stderr}`
      .split("\n")
      .filter((line) => /henkan/.test(line) && !/is not executable/.test(line));
    expect(said).toEqual([]);
    expect(status === 0 || /is not executable/.test(stderr)).toBe(true);
  });
});
