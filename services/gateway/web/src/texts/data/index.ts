import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Data } from "./pl";

export const data: Scoped<Data> = { pl, en };
