export { drawTask } from "./draw-task.ts";
export { configurationOf, isTaskName, type TaskName, taskNames, tasks } from "./registry.ts";
export type { LengthRange, TaskPair } from "./task.ts";
