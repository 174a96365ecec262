/* Keeps a card's version for good, and shows what the log holds of it. */
#pragma once

#include "store_cards.h"

/* Seals the caller's card as it is in the bench, in its version, with the reason of the change (""
 * for the first); `ret_digest` is for the event. */
void
sealing_keep (wl_request_t *req, const store_bench_t *bench, const char *reason, char **ret_digest);
/* The digests that the log holds of a card's versions, and whether each is still that of the
 * version. */
WL_MUST_CHECK wl_status sealing_compare (wl_request_t *req, const char *card_id, size_t count,
                                         Evaluation__CardVersion **versions);
/* Cards of one application as their digests hold them, with the scores that the cards have now. */
WL_MUST_CHECK wl_status sealing_records (wl_request_t *req, Evaluation__Card *const *cards,
                                         size_t count, Evaluation__CardRecords *out);
