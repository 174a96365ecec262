import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Editor } from "./pl";

export const editor: Scoped<Editor> = { pl, en };
