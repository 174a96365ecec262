import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Versions } from "./pl";

export const versions: Scoped<Versions> = { pl, en };
