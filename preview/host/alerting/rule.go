package alerting

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

// States of a rule and of its instances, as Grafana writes them.
const (
	Normal   = "Normal"
	Pending  = "Pending"
	Alerting = "Alerting"
	NoData   = "NoData"
	Failed   = "Error"
)

// Instance is a rule's state for one set of labels.
type Instance struct {
	Labels map[string]string
	State  string
	Values map[string]float64
}

// Result is what came of a rule.
type Result struct {
	Instances []Instance
	Err       error
	Took      time.Duration
}

// Ask sends a rule's query to its data source.
type Ask func(ctx context.Context, query provisioning.RuleQuery, from, to time.Time) (data.Frames, error)

// Evaluate looks at a rule once: its queries in the order of the rule, each over its own time range that ends now, then the expressions.
func Evaluate(ctx context.Context, rule provisioning.Rule, now time.Time, ask Ask) Result {
	began := time.Now()
	instances, err := evaluateRule(ctx, rule, now, ask)
	return Result{Instances: instances, Err: err, Took: time.Since(began)}
}

func evaluateRule(ctx context.Context, rule provisioning.Rule, now time.Time, ask Ask) ([]Instance, error) {
	known := map[string][]series{}
	for _, query := range inOrder(rule.Data) {
		var found []series
		var err error
		if isExpression(query) {
			found, err = express(query, known)
		} else {
			from := now.Add(-time.Duration(query.RelativeTimeRange.From) * time.Second)
			to := now.Add(-time.Duration(query.RelativeTimeRange.To) * time.Second)
			var frames data.Frames
			if frames, err = ask(ctx, query, from, to); err == nil {
				found, err = seriesOf(frames)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query.RefID, err)
		}
		known[query.RefID] = found
	}
	condition, found := known[rule.Condition]
	if !found {
		return nil, fmt.Errorf("the condition %s is none of the rule's queries", rule.Condition)
	}
	decided, err := points(rule.Condition, condition)
	if err != nil {
		return nil, err
	}
	return instancesOf(rule, decided, known), nil
}

// inOrder puts expressions after the queries that they may name, and otherwise keeps the order of the rule.
func inOrder(queries []provisioning.RuleQuery) []provisioning.RuleQuery {
	var first, then []provisioning.RuleQuery
	for _, query := range queries {
		if isExpression(query) {
			then = append(then, query)
		} else {
			first = append(first, query)
		}
	}
	return append(first, then...)
}

func isExpression(query provisioning.RuleQuery) bool {
	return query.DataSourceUID == "__expr__" || query.DataSourceUID == "-100"
}

// expression is the model of a server-side expression, as far as it is evaluated here.
type expression struct {
	Type       string `json:"type"`
	Expression string `json:"expression"`
	Reducer    string `json:"reducer"`
	Conditions []struct {
		Evaluator struct {
			Type   string    `json:"type"`
			Params []float64 `json:"params"`
		} `json:"evaluator"`
	} `json:"conditions"`
}

func express(query provisioning.RuleQuery, known map[string][]series) ([]series, error) {
	var e expression
	model, err := json.Marshal(query.Model)
	if err == nil {
		err = json.Unmarshal(model, &e)
	}
	if err != nil {
		return nil, err
	}
	if e.Type == "math" {
		return calculate(e, known)
	}
	input, found := known[trimVariable(e.Expression)]
	if !found {
		return nil, fmt.Errorf("there is no query %s before it", e.Expression)
	}
	switch e.Type {
	case "reduce":
		return reduce(e.Reducer, input)
	case "threshold":
		if len(e.Conditions) == 0 {
			return nil, fmt.Errorf("a threshold needs a condition")
		}
		in, err := points(e.Expression, input)
		if err != nil {
			return nil, err
		}
		out, err := threshold(e.Conditions[0].Evaluator.Type, e.Conditions[0].Evaluator.Params, in)
		return asSeries(out), err
	}
	return nil, fmt.Errorf("expressions of the type %q are not evaluated here: there are math, reduce and threshold", e.Type)
}

func calculate(e expression, known map[string][]series) ([]series, error) {
	variables := map[string][]point{}
	for refID, all := range known {
		if found, err := points(refID, all); err == nil {
			variables[refID] = found
		}
	}
	out, err := evaluate(e.Expression, variables)
	return asSeries(out), err
}

func trimVariable(name string) string {
	if len(name) > 0 && name[0] == '$' {
		return name[1:]
	}
	return name
}

func asSeries(all []point) []series {
	var found []series
	for _, p := range all {
		found = append(found, series{labels: p.labels, values: []*float64{p.value}})
	}
	return found
}

func instancesOf(rule provisioning.Rule, decided []point, known map[string][]series) []Instance {
	var instances []Instance
	for _, p := range decided {
		instance := Instance{Labels: map[string]string{}, State: Normal, Values: valuesFor(p.labels, known)}
		for name, value := range rule.Labels {
			instance.Labels[name] = value
		}
		for name, value := range p.labels {
			instance.Labels[name] = value
		}
		instance.Labels["alertname"] = rule.Title
		switch {
		case p.value == nil:
			instance.State = NoData
		case *p.value != 0 && lasts(rule.For):
			instance.State = Pending
		case *p.value != 0:
			instance.State = Alerting
		}
		instances = append(instances, instance)
	}
	if len(instances) == 0 {
		instances = append(instances, Instance{Labels: map[string]string{"alertname": rule.Title}, State: withoutData(rule.NoDataState)})
	}
	return instances
}

// lasts tells whether a rule asks that its condition holds for some time.
func lasts(wanted string) bool {
	return wanted != "" && wanted != "0" && wanted != "0s" && wanted != "0m"
}

// withoutData is what a rule says when nothing comes back.
func withoutData(state string) string {
	switch state {
	case "OK", "Ok", "KeepLast":
		return Normal
	case "Alerting":
		return Alerting
	}
	return NoData
}

func valuesFor(labels data.Labels, known map[string][]series) map[string]float64 {
	values := map[string]float64{}
	for refID, all := range known {
		for _, s := range all {
			if !s.isTime && len(s.values) == 1 && s.values[0] != nil && (labels.Contains(s.labels)) {
				values[refID] = *s.values[0]
			}
		}
	}
	return values
}
