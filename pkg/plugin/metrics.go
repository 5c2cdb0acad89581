package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// Metrics of what all data sources of the process share. Those of queries and scans are package telemetry's.
func init() { prometheus.MustRegister(shared{}) }

// shared is asked whenever Grafana collects.
type shared struct{}

// patience with an engine that is asked for its memory: a collection has a few seconds for everything.
const patience = time.Second

var (
	cacheBytesNow  = prometheus.NewDesc("tideline_cache_bytes", "Bytes that the answers in the cache hold, about.", nil, nil)
	cacheLimit     = prometheus.NewDesc("tideline_cache_limit_bytes", "Bytes that the cache may hold.", nil, nil)
	cacheEntries   = prometheus.NewDesc("tideline_cache_entries", "Answers in the cache.", nil, nil)
	cacheEvictions = prometheus.NewDesc("tideline_cache_evictions_total", "Answers that others have pushed out of the cache.", nil, nil)
	engineMemory   = prometheus.NewDesc("tideline_engine_memory_bytes", "Memory of the engines in this process.", []string{"engine"}, nil)
	engineLimit    = prometheus.NewDesc("tideline_engine_memory_limit_bytes", "Memory that they may take.", []string{"engine"}, nil)
	engineSpilled  = prometheus.NewDesc("tideline_engine_spilled_bytes", "What they keep in temporary files.", []string{"engine"}, nil)
)

// Describe tells which metrics there are.
func (shared) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{cacheBytesNow, cacheLimit, cacheEntries, cacheEvictions, engineMemory, engineLimit, engineSpilled} {
		to <- d
	}
}

// Collect tells their values. An engine that does not answer is left out: the others' metrics are not to be missing for it.
func (shared) Collect(to chan<- prometheus.Metric) {
	kept := sharedCache().State()
	to <- prometheus.MustNewConstMetric(cacheBytesNow, prometheus.GaugeValue, float64(kept.Bytes))
	to <- prometheus.MustNewConstMetric(cacheLimit, prometheus.GaugeValue, float64(kept.Capacity))
	to <- prometheus.MustNewConstMetric(cacheEntries, prometheus.GaugeValue, float64(kept.Entries))
	to <- prometheus.MustNewConstMetric(cacheEvictions, prometheus.CounterValue, float64(kept.Evicted))
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	engine, err := duckdb.MemoryUse(ctx)
	if err != nil {
		backend.Logger.Warn("the engine's memory is not among the metrics", "error", err)
		return
	}
	to <- prometheus.MustNewConstMetric(engineMemory, prometheus.GaugeValue, float64(engine.Bytes), "duckdb")
	to <- prometheus.MustNewConstMetric(engineLimit, prometheus.GaugeValue, float64(engine.Limit), "duckdb")
	to <- prometheus.MustNewConstMetric(engineSpilled, prometheus.GaugeValue, float64(engine.Spilled), "duckdb")
}
