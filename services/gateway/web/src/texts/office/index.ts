import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Office } from "./pl";

export const office: Scoped<Office> = { pl, en };
