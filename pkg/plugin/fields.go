package plugin

import (
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// number is a value of a frame: null where there is none. JSON has no infinities, and a panel could not draw them.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func numbers(xs []float64) []*float64 {
	out := make([]*float64, len(xs))
	for i, x := range xs {
		out[i] = number(x)
	}
	return out
}

// fieldOf makes a field of values that are all of one type.
func fieldOf[T any](name string, n int, value func(i int) T) *data.Field {
	values := make([]T, n)
	for i := range values {
		values[i] = value(i)
	}
	return data.NewField(name, nil, any(values))
}

// dataplane marks a frame as one of Grafana's contracts, which alert rules rely on. Version 0.0 would mean "none".
func dataplane(kind data.FrameType) *data.FrameMeta {
	return &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}}
}

// iso is how a time is written in names and meta data.
func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }
