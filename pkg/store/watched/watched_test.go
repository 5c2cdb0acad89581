package watched_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/gathered"
	"github.com/tideline-ml/tideline/pkg/store/watched"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// scanning is a store that takes four seconds for a question.
type scanning struct{ store.Store }

func (scanning) Counts(context.Context, store.CountsRequest) (*store.CountsResult, error) {
	time.Sleep(4 * time.Second)
	return &store.CountsResult{ByColumn: make([]store.ColumnCounts, 1)}, nil
}

// Of two queries that are answered by one scan the first has it on its account; the other has waited, and the rest is neither's.
func TestAScanIsOnesTimeAndTheOthersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := telemetry.SourceOf(1, t.Name())
		questions := gathered.New(watched.New(scanning{}))
		question := store.CountsRequest{Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}}}
		var group sync.WaitGroup
		defer questions.Asking()()
		defer questions.Asking()() // two are asking: the first waits a moment for the second
		for _, model := range []string{"first", "second"} {
			group.Go(func() {
				ctx, query := telemetry.Begin(telemetry.For(t.Context(), account), telemetry.About{Model: model})
				_, err := questions.Counts(ctx, question)
				time.Sleep(time.Second)
				query.End(ctx, err)
			})
			synctest.Wait()
		}
		group.Wait()
		got := map[string]map[string]float64{}
		for _, m := range account.Models() {
			got[m.Model] = m.Costs.Phases
		}
		want := map[string]map[string]float64{"first": {"answer": 1, "counts": 4, "wait": .01}, "second": {"answer": 1, "wait": 4.01}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v instead of %v", got, want)
		}
	})
}
