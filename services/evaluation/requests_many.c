/* What a coordinator does to hundreds of applications, many at a time. */
#include "evaluation.handlers.h"

#define ITEMS(list) ((const ProtobufCMessage *const *) (list))

wl_status
evaluation_decide_formal_checks (wl_request_t *req, const Evaluation__DecideFormalChecksRequest *in,
                                 Wlacznik__ItemOutcomes *out)
{
    return wl_items_run (req, "DecideFormalCheck", ITEMS (in->checks), in->n_checks, out);
}

wl_status
evaluation_confirm_formal_checks (wl_request_t *req,
                                  const Evaluation__ConfirmFormalChecksRequest *in,
                                  Wlacznik__ItemOutcomes *out)
{
    return wl_items_run (req, "ConfirmFormalCheck", ITEMS (in->confirmations), in->n_confirmations,
                         out);
}

wl_status
evaluation_record_receipts (wl_request_t *req, const Evaluation__RecordReceiptsRequest *in,
                            Wlacznik__ItemOutcomes *out)
{
    return wl_items_run (req, "RecordReceipt", ITEMS (in->receipts), in->n_receipts, out);
}
