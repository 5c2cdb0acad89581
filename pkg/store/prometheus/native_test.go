package prometheus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/prometheus/prometheustest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// A native histogram is scraped from a service that counts beside a real Prometheus, and its counts are those of the values on the same cells.
func TestNativeHistogramsOfAService(t *testing.T) {
	prometheustest.Installed(t)
	registry := prometheus.NewRegistry()
	values := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "native_feature_value", NativeHistogramBucketFactor: 1.1}, []string{"model", "feature"})
	registry.MustRegister(values)
	service := httptest.NewServer(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	defer service.Close()
	amount := values.WithLabelValues("m", "amount")
	amount.Observe(1)
	address := prometheustest.Serve(t, t.TempDir(), fmt.Sprintf("global: {scrape_interval: 250ms}\nscrape_configs:\n  - job_name: service\n    static_configs: [{targets: ['%s']}]\n",
		strings.TrimPrefix(service.URL, "http://")), "--enable-feature=native-histograms")
	st, err := Open(server.Config{URL: "http://" + address})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	source := model.Source{Table: "native_feature"}
	var columns []store.Column
	for range 100 { // until it is scraped
		if columns, err = st.Describe(t.Context(), source); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(columns) < 2 || columns[1].Name != "amount" || columns[1].Type != "native histogram" || columns[1].Problem != "" || columns[1].Cells == nil {
		t.Fatalf("columns are %+v", columns)
	}
	from := time.Now()
	random := rand.New(rand.NewPCG(3, 5))
	log := make([]float64, 5000)
	for i := range log {
		switch log[i] = math.Exp(2 * random.NormFloat64()); {
		case i%10 == 0:
			log[i] = 0
		case i%7 == 0:
			log[i] = -log[i]
		}
		amount.Observe(log[i])
	}
	exact, err := counts.FromFloats(log, nil)
	if err != nil {
		t.Fatal(err)
	}
	if exact, err = columns[1].Cells.Count(exact); err != nil {
		t.Fatal(err)
	}
	var got *counts.Counts
	for range 40 { // until two scrapes lie around the values
		time.Sleep(250 * time.Millisecond)
		answer, err := st.Counts(t.Context(), store.CountsRequest{Relation: store.Relation{Source: source, Time: "time"}, Windows: []store.Window{{From: from.Add(-time.Second), To: time.Now()}},
			Columns: []store.CountColumn{{Column: store.Column{Name: "amount", Kind: model.Numeric}, Grid: columns[1].Cells}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := answer.ByColumn[0].Err; err != nil {
			t.Fatal(err)
		}
		if got = answer.ByColumn[0].Counts[0][0]; got != nil && got.Total() >= float64(len(log)) {
			break
		}
	}
	if got == nil || got.Validate() != nil || got.Len() < 50 {
		t.Fatalf("counts are %+v", got)
	}
	// What increase adds at the ends of so short a window is much, but the same to all buckets.
	worst, x, y := 0.0, exact.Cumulative(), got.Cumulative()
	for i, cell := range exact.Cells {
		below := 0.0
		for j := range got.Cells {
			if got.Cells[j] <= cell {
				below = y[j]
			}
		}
		worst = max(worst, math.Abs(x[i]/exact.Total()-below/got.Total()))
	}
	if worst > 0.002 {
		t.Errorf("shares below a bound differ by up to %v", worst)
	}
}
