import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Together } from "./pl";

export const together: Scoped<Together> = { pl, en };
