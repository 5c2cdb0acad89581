package loki

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// series is one element of an answer to a metric query: its labels, and values at instants.
type series struct {
	labels map[string]string
	at     []time.Time
	values []float64
}

// line is a line with its labels: those of its stream, its structured metadata and what was parsed out of it.
type line struct {
	at     time.Time
	labels map[string]string
	text   string
}

// result is the answer to a query: series, or lines.
type result struct {
	series []series
	lines  []line
}

// read reads an answer.
func read(raw []byte) (*result, error) {
	var said struct {
		Status string
		Data   struct {
			ResultType string
			Result     []struct {
				Metric map[string]string
				Value  []json.RawMessage
				Values [][]json.RawMessage
				Stream map[string]string
			}
		}
	}
	if json.Unmarshal(raw, &said) != nil || said.Status != "success" {
		return nil, errNotLoki
	}
	out := &result{}
	for _, e := range said.Data.Result {
		switch said.Data.ResultType {
		case "vector":
			e.Values = [][]json.RawMessage{e.Value}
			fallthrough
		case "matrix":
			one := series{labels: e.Metric}
			for _, v := range e.Values {
				var seconds float64
				var text string
				if len(v) != 2 || json.Unmarshal(v[0], &seconds) != nil || json.Unmarshal(v[1], &text) != nil {
					return nil, errNotLoki
				}
				x, err := strconv.ParseFloat(text, 64)
				if err != nil {
					return nil, errNotLoki
				}
				one.at, one.values = append(one.at, time.UnixMilli(int64(math.Round(seconds*1000)))), append(one.values, x)
			}
			out.series = append(out.series, one)
		case "streams":
			for _, v := range e.Values {
				var when, text string
				if len(v) < 2 || json.Unmarshal(v[0], &when) != nil || json.Unmarshal(v[1], &text) != nil {
					return nil, errNotLoki
				}
				at, err := strconv.ParseInt(when, 10, 64)
				if err != nil {
					return nil, errNotLoki
				}
				out.lines = append(out.lines, line{time.Unix(0, at), e.Stream, text})
			}
		default:
			return nil, errNotLoki
		}
	}
	return out, nil
}
