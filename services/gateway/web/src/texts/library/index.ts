import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Library } from "./pl";

export const library: Scoped<Library> = { pl, en };
