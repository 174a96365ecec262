import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Writing } from "./pl";

export const writing: Scoped<Writing> = { pl, en };
