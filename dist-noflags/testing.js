export { MemoryNetwork } from "./agent/memory-network.js";
