import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Curation } from "./pl";

export const curation: Scoped<Curation> = { pl, en };
