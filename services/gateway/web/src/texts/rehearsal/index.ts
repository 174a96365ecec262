import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Rehearsal } from "./pl";

export const rehearsal: Scoped<Rehearsal> = { pl, en };
