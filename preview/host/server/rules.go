package server

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/preview/host/alerting"
	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

// fromAlert tells a plugin that an alert rule asks.
var fromAlert = map[string]string{"FromAlert": "true", "X-Cache-Skip": "true"}

// rules answers GET /api/prometheus/grafana/api/v1/rules: the provisioned rules, evaluated now. Grafana evaluates them on its own, and remembers.
func (s *Server) rules(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	groups := make([]any, len(s.ruleGroups))
	var wait sync.WaitGroup
	for i, group := range s.ruleGroups {
		wait.Go(func() { groups[i] = s.evaluateGroup(r.Context(), group, now) })
	}
	wait.Wait()
	reply(w, http.StatusOK, map[string]any{
		"status":  "success",
		"data":    map[string]any{"groups": groups, "totals": map[string]any{}},
		"preview": "an approximation: each rule is evaluated once, when asked, without what Grafana remembers between evaluations",
	})
}

func (s *Server) evaluateGroup(ctx context.Context, group provisioning.RuleGroup, now time.Time) map[string]any {
	rules := []any{}
	for _, rule := range group.Rules {
		if !rule.IsPaused {
			rules = append(rules, describe(rule, alerting.Evaluate(ctx, rule, now, s.askForRule), now))
		}
	}
	return map[string]any{"name": group.Name, "file": group.Folder, "folderUid": group.Folder, "interval": group.Interval, "rules": rules,
		"lastEvaluation": now.Format(time.RFC3339), "evaluationTime": time.Since(now).Seconds()}
}

// askForRule sends a rule's query as an alert does: nothing is there to fill in a template, and the answer is wanted in 43,200 points at most.
func (s *Server) askForRule(ctx context.Context, query provisioning.RuleQuery, from, to time.Time) (data.Frames, error) {
	const mostPoints = 43_200
	ds, err := s.dataSources.find(query.DataSourceUID)
	if err != nil {
		return nil, err
	}
	model, err := json.Marshal(query.Model)
	if err != nil {
		return nil, err
	}
	queryType := query.QueryType
	if named, _ := query.Model["queryType"].(string); queryType == "" {
		queryType = named
	}
	interval, _ := number(query.Model["intervalMs"])
	asked := backend.DataQuery{RefID: query.RefID, QueryType: queryType, JSON: model, MaxDataPoints: mostPoints,
		Interval: max(defaultInterval, time.Duration(interval)*time.Millisecond), TimeRange: backend.TimeRange{From: from, To: to}}
	response, err := s.ask(ctx, part{source: ds, queries: []backend.DataQuery{asked}}, fromAlert)
	if err != nil {
		return nil, err
	}
	answer := response.Responses[query.RefID]
	return answer.Frames, answer.Error
}

// describe writes a rule in the shape of Prometheus's API, which Grafana's follows.
func describe(rule provisioning.Rule, result alerting.Result, now time.Time) map[string]any {
	alerts, state, health, problem := []any{}, "inactive", "ok", ""
	for _, instance := range result.Instances {
		switch instance.State {
		case alerting.Alerting:
			state = "firing"
		case alerting.Pending:
			if state != "firing" {
				state = "pending"
			}
		case alerting.NoData:
			if health == "ok" {
				health = "nodata"
			}
		}
		alerts = append(alerts, map[string]any{"labels": instance.Labels, "annotations": rule.Annotations, "state": instance.State,
			"activeAt": now.Format(time.RFC3339), "value": "", "values": instance.Values})
	}
	if result.Err != nil {
		health, problem = "error", result.Err.Error()
		if rule.ExecErrState == "" || rule.ExecErrState == "Alerting" {
			state = "firing"
		}
	}
	return map[string]any{"uid": rule.UID, "name": rule.Title, "query": rule.Condition, "state": state, "health": health, "lastError": problem,
		"labels": rule.Labels, "annotations": rule.Annotations, "alerts": alerts, "duration": 0, "type": "alerting",
		"lastEvaluation": now.Format(time.RFC3339), "evaluationTime": result.Took.Seconds()}
}
