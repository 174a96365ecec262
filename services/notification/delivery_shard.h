/* A call's counts are kept in parts, so that whoever finishes letters does not wait for whoever
 * writes new ones down: each connection adds to a part that is, as good as always, its own. As SQL.
 */
#pragma once

#define STORE_SHARD "pg_backend_pid () % 16"
