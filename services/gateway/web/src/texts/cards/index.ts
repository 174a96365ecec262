import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Cards } from "./pl";

export const cards: Scoped<Cards> = { pl, en };
