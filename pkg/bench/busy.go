package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// A busy dashboard: so many people look at it, and so many alert rules ask about the same model, each once a minute.
const (
	viewers   = 20
	rules     = 50
	busyLimit = 100 * time.Millisecond // of the 95th percentile, once warm
)

// Busy is what the requests of a busy dashboard took.
type Busy struct {
	Panels, Requests int
	Cold             time.Duration // until the first person saw all of it
	ColdScans        int64
	P50, P95, Most   time.Duration
	CPU              float64 // of one processor, over the minute
	Scans            int64
}

func (b Busy) within() bool { return b.P95 < busyLimit }

// busyPanels are twelve panels: the model overview with its annotations, and a feature's distribution.
func busyPanels(model string) ([]panel, error) {
	between := backend.TimeRange{From: boundary, To: logEnd}
	variables := map[string]string{"{datasource}": "bench", "model": model, "feature": columns()[0].name, "segment": "category_5", "__all": model}
	panels, err := panelsOf(".", "tideline-overview", variables, between)
	if err != nil {
		return nil, err
	}
	more, err := panelsOf(".", "tideline-feature", variables, between)
	if err != nil {
		return nil, err
	}
	for _, p := range more {
		if len(panels) < 12 && len(p.queries) == 1 && p.title != "" {
			panels = append(panels, p)
		}
	}
	return panels, nil
}

// ruleRequest is what alert rule n asks.
func ruleRequest(model string, n int) *backend.QueryDataRequest {
	list := columns()
	text := fmt.Sprintf(`{"queryType": "drift", "model": %q, "format": "numeric", "value": %q, "features": [%q]}`,
		model, []string{"severity", "drifted"}[n/len(list)%2], list[n%len(list)].name)
	return &backend.QueryDataRequest{Headers: map[string]string{"FromAlert": "true"},
		Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: logEnd.Add(-6 * time.Hour), To: logEnd}}}}
}

// busy opens the dashboard for the first time, and then lets everybody ask for a minute: people refresh when they happen to, six requests at a time as a
// browser does, and rules are spread over the minute as Grafana does.
func (b *bench) busy(ctx context.Context, model string, minute time.Duration) (Busy, error) {
	panels, err := busyPanels(model)
	if err != nil {
		return Busy{}, err
	}
	result := Busy{Panels: len(panels), Requests: viewers*len(panels) + rules}
	var mu sync.Mutex
	var failed error
	var took []time.Duration
	ask := func(request *backend.QueryDataRequest) {
		began := time.Now()
		response, err := b.datasource.QueryData(ctx, request)
		if err == nil {
			for _, answer := range response.Responses {
				if answer.Error != nil {
					err = answer.Error
				}
			}
			if _, problem := send(response); err == nil {
				err = problem
			}
		}
		mu.Lock()
		defer mu.Unlock()
		took = append(took, time.Since(began))
		if err != nil && failed == nil {
			failed = err
		}
	}
	look := func() {
		var group sync.WaitGroup
		browser := make(chan struct{}, 6)
		for _, p := range panels {
			browser <- struct{}{}
			group.Go(func() {
				defer func() { <-browser }()
				ask(&backend.QueryDataRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Viewer"}}, Queries: p.queries})
			})
		}
		group.Wait()
	}
	scans := func() int64 {
		for _, m := range telemetry.SourceOf(0, "bench").Models() {
			if m.Model == model {
				return m.Scans
			}
		}
		return 0
	}
	began := time.Now()
	look()
	result.Cold, result.ColdScans = time.Since(began), scans()
	for n := range rules {
		ask(ruleRequest(model, n))
	}
	warm := scans()
	took = nil
	random := rand.New(rand.NewPCG(1, 1))
	spentThen, err := spend(func() error {
		var group sync.WaitGroup
		for range viewers {
			wait := time.Duration(random.Int64N(int64(minute)))
			group.Go(func() { time.Sleep(wait); look() })
		}
		for n := range rules {
			wait := minute * time.Duration(n) / rules
			group.Go(func() { time.Sleep(wait); ask(ruleRequest(model, n)) })
		}
		group.Wait()
		return failed
	})
	if err != nil {
		return Busy{}, fmt.Errorf("busy dashboard: %w", err)
	}
	slices.Sort(took)
	result.P50, result.P95, result.Most = took[len(took)/2], took[len(took)*95/100], took[len(took)-1]
	result.CPU, result.Scans = spentThen.CPU.Seconds()/spentThen.Wall.Seconds(), scans()-warm
	return result, nil
}
