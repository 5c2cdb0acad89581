package alerting

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

func at(value float64, labels data.Labels) point { return point{labels: labels, value: &value} }

func TestMath(t *testing.T) {
	variables := map[string][]point{"A": {at(3, nil)}, "share of": {at(0.5, nil)}}
	for expression, want := range map[string]float64{
		"$A >= 3":             1,
		"$A > 36 * 60 * 60":   0,
		"1 + 2 * 3":           7,
		"(1 + 2) * 3":         9,
		"2 ** 3 - 1":          7,
		"-$A + 5":             2,
		"!$A":                 0,
		"${A} == 3 && 2 < 1":  0,
		"$A == 3 || 2 < 1":    1,
		"7 % 4":               3,
		"${share of} <= 0.50": 1,
		"8 / 2 / 2":           2,
	} {
		got, err := evaluate(expression, variables)
		if err != nil || len(got) != 1 || *got[0].value != want {
			t.Errorf("%s = %v, error %v, want %v", expression, got, err, want)
		}
	}
}

func TestMathMistakes(t *testing.T) {
	for expression, named := range map[string]string{"$B > 1": "no query B", "1 +": "ends too early", "(1": "not closed", "1 1": "too much", "abs(1)": `"abs"`} {
		if _, err := evaluate(expression, nil); err == nil || !strings.Contains(err.Error(), named) {
			t.Errorf("%s: error %v", expression, err)
		}
	}
}

func TestMathJoinsByLabels(t *testing.T) {
	red, blue := data.Labels{"device": "red"}, data.Labels{"device": "blue"}
	got, err := evaluate("$A / $B", map[string][]point{"A": {at(6, red), at(8, blue)}, "B": {at(2, red)}})
	if err != nil || len(got) != 1 || *got[0].value != 3 || got[0].labels["device"] != "red" {
		t.Errorf("%v, error %v", got, err)
	}
}

func TestMathKeepsWhatIsMissing(t *testing.T) {
	got, err := evaluate("$A > 1", map[string][]point{"A": {{labels: nil}}})
	if err != nil || len(got) != 1 || got[0].value != nil {
		t.Errorf("%v, error %v", got, err)
	}
}

func TestReduce(t *testing.T) {
	values := []*float64{f(3), nil, f(1), f(8)}
	for name, want := range map[string]float64{"last": 8, "min": 1, "max": 8, "sum": 12, "mean": 4, "count": 3, "median": 3} {
		got, err := reduce(name, []series{{values: values, isTime: true}})
		if err != nil || *got[0].values[0] != want || got[0].isTime {
			t.Errorf("%s = %v, error %v, want %v", name, got, err, want)
		}
	}
	if got, _ := reduce("mean", []series{{values: []*float64{nil}}}); got[0].values[0] != nil {
		t.Error("the mean of nothing is nothing")
	}
}

func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		name       string
		parameters []float64
		value      float64
		want       float64
	}{
		{"gt", []float64{1}, 1, 0}, {"gte", []float64{1}, 1, 1}, {"lt", []float64{1}, 0, 1}, {"lte", []float64{1}, 2, 0},
		{"within_range", []float64{1, 3}, 2, 1}, {"outside_range", []float64{3, 1}, 2, 0}, {"outside_range", []float64{1, 3}, 4, 1},
	} {
		got, err := threshold(c.name, c.parameters, []point{at(c.value, nil)})
		if err != nil || *got[0].value != c.want {
			t.Errorf("%+v: %v, error %v", c, got, err)
		}
	}
}

func TestSeriesOf(t *testing.T) {
	long := data.NewFrame("", data.NewField("feature", nil, []string{"a", "b"}), data.NewField("value", nil, []float64{1, math.NaN()}))
	got, err := seriesOf(data.Frames{long})
	if err != nil || len(got) != 2 || got[0].labels["feature"] != "a" || got[1].values[0] != nil {
		t.Errorf("%+v, error %v", got, err)
	}
	twoNumbers := data.NewFrame("", data.NewField("feature", nil, []string{"a"}), data.NewField("x", nil, []float64{1}), data.NewField("y", nil, []float64{1}))
	if _, err := seriesOf(data.Frames{twoNumbers}); err == nil {
		t.Error("two number columns with the same labels are a mistake")
	}
	timed := data.NewFrame("", data.NewField("time", nil, []time.Time{{}}), data.NewField("value", nil, []float64{1}))
	if got, _ := seriesOf(data.Frames{timed}); !got[0].isTime {
		t.Error("numbers with times are a time series")
	}
	timed.SetMeta(&data.FrameMeta{Type: data.FrameTypeNumericMulti})
	if got, _ := seriesOf(data.Frames{timed}); got[0].isTime {
		t.Error("a frame that says it is numeric is no time series")
	}
}

func TestEvaluate(t *testing.T) {
	now := time.Unix(10_000, 0)
	query := provisioning.RuleQuery{RefID: "A", DataSourceUID: "x"}
	query.RelativeTimeRange.From = 600
	over := provisioning.RuleQuery{RefID: "C", DataSourceUID: "__expr__", Model: map[string]any{"type": "math", "expression": "$A >= 1"}}
	rule := provisioning.Rule{Title: "Over", Condition: "C", Data: []provisioning.RuleQuery{over, query}, Labels: map[string]string{"team": "blue"}}
	frames := data.Frames{
		data.NewFrame("", data.NewField("value", data.Labels{"feature": "a"}, []float64{2})),
		data.NewFrame("", data.NewField("value", data.Labels{"feature": "b"}, []float64{0.5})),
		data.NewFrame("", data.NewField("value", data.Labels{"feature": "c"}, []*float64{nil})),
	}
	ask := func(_ context.Context, _ provisioning.RuleQuery, from, to time.Time) (data.Frames, error) {
		if to != now || now.Sub(from) != 10*time.Minute {
			t.Errorf("asked from %v to %v", from, to)
		}
		return frames, nil
	}
	states := func() string {
		result := Evaluate(context.Background(), rule, now, ask)
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		var all []string
		for _, instance := range result.Instances {
			all = append(all, instance.Labels["feature"]+instance.Labels["team"]+":"+instance.State)
		}
		return strings.Join(all, " ")
	}
	if got := states(); got != "ablue:Alerting bblue:Normal cblue:NoData" {
		t.Error(got)
	}
	rule.For = "5m"
	if got := states(); got != "ablue:Pending bblue:Normal cblue:NoData" {
		t.Error(got)
	}
	frames = nil
	if got := states(); got != ":NoData" {
		t.Error(got)
	}
	rule.NoDataState = "OK"
	if got := states(); got != ":Normal" {
		t.Error(got)
	}
}

func f(value float64) *float64 { return &value }
