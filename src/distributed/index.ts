export type { Communicator } from "./communicator.ts";
export { openCommunicator } from "./open-communicator.ts";
