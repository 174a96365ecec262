import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Letters } from "./pl";

export const letters: Scoped<Letters> = { pl, en };
