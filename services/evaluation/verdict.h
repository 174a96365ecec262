/* What happens to an application when one of its cards is locked or changed. */
#pragma once

#include "store_cards.h"

/* `bench->own` is as it is now, also when it is not yet written. Fixes the points, or calls a third
 * assessor, or waits for more cards; tells of either. Fixed points may open the discrepancy desk.
 */
WL_MUST_CHECK wl_status verdict_conclude (wl_request_t *req, const store_bench_t *bench);
