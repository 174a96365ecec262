import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Bids } from "./pl";

export const bids: Scoped<Bids> = { pl, en };
