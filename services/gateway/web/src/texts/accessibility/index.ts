import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Accessibility } from "./pl";

export const accessibility: Scoped<Accessibility> = { pl, en };
