package telemetry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// A query's time is shared out among its phases, each having what no phase within it has.
func TestPhases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := SourceOf(1, t.Name())
		ctx, q := Begin(For(t.Context(), s), About{Model: "digits", Type: "drift", Text: "{}"})
		time.Sleep(time.Second)
		planning, planned := Phase(ctx, "plan")
		time.Sleep(2 * time.Second)
		_, counted := Phase(planning, "counts")
		time.Sleep(4 * time.Second)
		Scanned(planning, Scan{Question: "counts", Rows: 1000, Took: 4 * time.Second})
		counted()
		planned()
		Cached(ctx, 3, 2)
		q.End(ctx, nil)

		ctx, q = Begin(For(t.Context(), s), About{Model: "digits", Type: "drift"})
		q.End(ctx, errors.New("no"))
		models := s.Models()
		if len(models) != 1 || models[0].Model != "digits" {
			t.Fatalf("%+v", models)
		}
		got := models[0].Costs
		want := Costs{Queries: 2, Failed: 1, Seconds: 7, Scans: 1, Rows: 1000, Hits: 3, Misses: 2, Phases: map[string]float64{"answer": 1, "plan": 2, "counts": 4}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%+v instead of %+v", got, want)
		}
		if slow := s.SlowQueries(); len(slow) != 1 || slow[0].Text != "{}" || slow[0].Seconds != 7 {
			t.Errorf("slow: %+v", slow)
		}
	})
}

func TestTheNewestSlowQueriesAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := SourceOf(1, t.Name())
		for n := range mostSlow + 5 {
			ctx, q := Begin(For(t.Context(), s), About{Text: fmt.Sprint(n)})
			time.Sleep(Slow)
			q.End(ctx, nil)
		}
		if slow := s.SlowQueries(); len(slow) != mostSlow || slow[0].Text != fmt.Sprint(mostSlow+4) {
			t.Errorf("%d, the newest %q", len(slow), slow[0].Text)
		}
	})
}

// What is done for nobody in particular, a health check, costs no query anything.
func TestOutsideOfAQuery(t *testing.T) {
	ctx, q := Begin(context.Background(), About{})
	ctx, done := Phase(ctx, "describe")
	Scanned(ctx, Scan{Question: "sample"})
	Cached(ctx, 1, 1)
	done()
	q.End(ctx, nil)
}

func TestSpans(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	tracing.InitDefaultTracer(sdk.NewTracerProvider(sdk.WithSpanProcessor(recorder)).Tracer("test"))
	ctx, q := Begin(For(context.Background(), SourceOf(1, t.Name())), About{Model: "digits", Type: "drift"})
	_, done := Phase(ctx, "counts")
	done()
	q.End(ctx, errors.New("/srv/secret could not be read"))
	var names []string
	for _, span := range recorder.Ended() {
		names = append(names, span.Name())
		if span.Name() == "tideline.query" && (span.Status().Description == "" || span.Status().Description == "/srv/secret could not be read") {
			t.Errorf("the status is %+v", span.Status())
		}
	}
	if !slices.Equal(names, []string{"tideline.counts", "tideline.query"}) || recorder.Ended()[0].Parent().SpanID() != recorder.Ended()[1].SpanContext().SpanID() {
		t.Errorf("spans: %v", names)
	}
}
