package telemetry

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// The metrics of the process, in the registry that Grafana collects from (/metrics/plugins/<id>). Names, units and labels are as Prometheus wants them;
// docs/operations.md lists them.
var (
	seconds = []float64{0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60}

	queries = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_queries_total",
		Help: "Queries answered, by data source, model, type and status."}, []string{"org", "datasource", "model", "type", "status"})
	queryDuration = promauto.NewHistogramVec(prometheus.HistogramOpts{Name: "tideline_query_duration_seconds", Buckets: seconds,
		Help: "Time to answer a query, without Grafana's own."}, []string{"org", "datasource", "type"})
	phases = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_phase_seconds_total",
		Help: "Time that queries spent in each phase; wait is for another's answer or for a turn, answer is all that has no phase of its own."}, []string{"org", "datasource", "model", "phase"})
	scans = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_scans_total",
		Help: "Questions that the store was asked, by kind."}, []string{"org", "datasource", "model", "question"})
	failedScans = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_scan_failures_total",
		Help: "Questions that the store did not answer: errors, timeouts and cancellations."}, []string{"org", "datasource", "model", "question"})
	scanDuration = promauto.NewHistogramVec(prometheus.HistogramOpts{Name: "tideline_scan_duration_seconds", Buckets: seconds,
		Help: "Time that the store took for a question, waiting for its turn included."}, []string{"org", "datasource", "question"})
	rowsScanned = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_rows_scanned_total",
		Help: "Rows that scans have read."}, []string{"org", "datasource", "model"})
	cacheAnswers = promauto.NewCounterVec(prometheus.CounterOpts{Name: "tideline_cache_answers_total",
		Help: "Answers that the cache had (hit) and that had to be computed (miss)."}, []string{"org", "datasource", "model", "result"})
)

// with are the labels of a data source followed by others.
func (s *Source) with(others ...string) []string { return append(s.labels[:2:2], others...) }

func (s *Source) measure(about About, status string, took time.Duration, cost Costs) {
	queries.WithLabelValues(s.with(about.Model, about.Type, status)...).Inc()
	queryDuration.WithLabelValues(s.with(about.Type)...).Observe(took.Seconds())
	for name, spent := range cost.Phases {
		phases.WithLabelValues(s.with(about.Model, name)...).Add(spent)
	}
	cacheAnswers.WithLabelValues(s.with(about.Model, "hit")...).Add(float64(cost.Hits))
	cacheAnswers.WithLabelValues(s.with(about.Model, "miss")...).Add(float64(cost.Misses))
}

// scanned puts a scan into the metrics.
func (s *Source) scanned(model string, scan Scan) {
	scans.WithLabelValues(s.with(model, scan.Question)...).Inc()
	scanDuration.WithLabelValues(s.with(scan.Question)...).Observe(scan.Took.Seconds())
	rowsScanned.WithLabelValues(s.with(model)...).Add(scan.Rows)
	if scan.Failed {
		failedScans.WithLabelValues(s.with(model, scan.Question)...).Inc()
	}
}
