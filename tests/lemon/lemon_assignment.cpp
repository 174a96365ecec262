#include "lemon_assignment.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <limits>
#include <vector>

using namespace lemon;

namespace
{

/* Source to applications to (cells to) assessors to sink; a card may go to nobody at the penalty,
 * an assessor's minimum may be made up from nothing at the penalty. */
class Model
{
  public:
    explicit Model (const lemon_problem_t &problem) : problem_ (problem)
    {
    }

    int64_t solve ()
    {
        build ();
        SmartDigraph::ArcMap<int64_t> lower (graph_, 0), upper (graph_, 0), cost (graph_, 0);
        for (size_t a = 0; a < arcs_.size (); a++) {
            lower[arcs_[a].arc] = arcs_[a].lower;
            upper[arcs_[a].arc] = arcs_[a].upper;
            cost[arcs_[a].arc] = arcs_[a].cost;
        }
        NetworkSimplex<SmartDigraph, int64_t, int64_t> simplex (graph_);
        simplex.lowerMap (lower).upperMap (upper).costMap (cost).stSupply (source_, sink_, total_);
        if (simplex.run () != simplex.OPTIMAL)
            return std::numeric_limits<int64_t>::min ();
        int64_t made_up = 0;
        for (uint32_t j = 0; j < problem_.assessors; j++)
            made_up += problem_.least[j];
        return -simplex.totalCost<int64_t> () - problem_.penalty * made_up;
    }

  private:
    struct Arc {
        SmartDigraph::Arc arc;
        int64_t lower, upper, cost;
    };

    void
    add (SmartDigraph::Node from, SmartDigraph::Node to, int64_t lower, int64_t upper, int64_t cost)
    {
        arcs_.push_back ({ graph_.addArc (from, to), lower, upper, cost });
    }

    /* An arc for each card that an assessor may get: the first `least` earn the penalty, so that a
     * missing one costs it; each costs what it costs by the load. */
    void add_assessors ()
    {
        for (uint32_t j = 0; j < problem_.assessors; j++) {
            assessors_.push_back (graph_.addNode ());
            if (problem_.load_step == 0) {
                if (problem_.least[j] > 0)
                    add (assessors_[j], sink_, 0, problem_.least[j], -problem_.penalty);
                add (assessors_[j], sink_, 0, problem_.most[j] - problem_.least[j], 0);
                continue;
            }
            int64_t held = problem_.held == nullptr ? 0 : problem_.held[j];
            for (uint32_t card = 1; card <= problem_.most[j]; card++)
                add (assessors_[j], sink_, 0, 1,
                     problem_.load_step * (held + card) -
                         (card <= problem_.least[j] ? problem_.penalty : 0));
        }
    }

    void add_application (uint32_t i)
    {
        SmartDigraph::Node application = graph_.addNode ();
        SmartDigraph::Node cells[4];
        total_ += problem_.need[i];
        add (source_, application, 0, problem_.need[i], 0);
        if (problem_.cell == nullptr) {
            add (application, sink_, 0, problem_.need[i], problem_.penalty);
        } else {
            for (int c = 0; c < 4; c++) {
                cells[c] = graph_.addNode ();
                add (application, cells[c], problem_.quota[i][c], problem_.need[i], 0);
                add (cells[c], sink_, 0, problem_.need[i], problem_.penalty);
            }
        }
        for (uint32_t j = 0; j < problem_.assessors; j++) {
            size_t pair = static_cast<size_t> (i) * problem_.assessors + j;
            if (problem_.fit[pair] != std::numeric_limits<int32_t>::min ())
                add (problem_.cell == nullptr ? application : cells[problem_.cell[pair]],
                     assessors_[j], 0, 1, -static_cast<int64_t> (problem_.fit[pair]));
        }
    }

    void build ()
    {
        source_ = graph_.addNode ();
        sink_ = graph_.addNode ();
        add_assessors ();
        for (uint32_t i = 0; i < problem_.applications; i++)
            add_application (i);
    }

    const lemon_problem_t &problem_;
    SmartDigraph graph_;
    SmartDigraph::Node source_, sink_;
    std::vector<SmartDigraph::Node> assessors_;
    std::vector<Arc> arcs_;
    int64_t total_ = 0;
};

} // namespace

extern "C" int64_t
lemon_best_worth (const lemon_problem_t *problem)
{
    return Model (*problem).solve ();
}
