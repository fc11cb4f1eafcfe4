export { type DrawnTask, type DrawTaskOptions, drawTask } from "./draw-task.ts";
export { configurationOf, isTaskName, type TaskName, taskNames, tasks } from "./registry.ts";
export type { DrawOptions, LengthRange, Task, TaskLengths, TaskPair } from "./task.ts";
