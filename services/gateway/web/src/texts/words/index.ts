import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Words } from "./pl";

export const words: Scoped<Words> = { pl, en };
