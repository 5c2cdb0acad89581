package provisioning

import (
	"fmt"
	"path/filepath"
)

// RuleGroup is a provisioned group of alert rules.
type RuleGroup struct {
	Name     string `yaml:"name"`
	Folder   string `yaml:"folder"`
	Interval string `yaml:"interval"`
	Rules    []Rule `yaml:"rules"`
}

// Rule asks its data's queries and fires for every series of the one named by Condition that is not zero.
type Rule struct {
	UID          string            `yaml:"uid"`
	Title        string            `yaml:"title"`
	Condition    string            `yaml:"condition"`
	For          string            `yaml:"for"`
	NoDataState  string            `yaml:"noDataState"`
	ExecErrState string            `yaml:"execErrState"`
	IsPaused     bool              `yaml:"isPaused"`
	Labels       map[string]string `yaml:"labels"`
	Annotations  map[string]string `yaml:"annotations"`
	Data         []RuleQuery       `yaml:"data"`
}

// RuleQuery is a query of a data source, or an expression over other queries where the data source is __expr__.
type RuleQuery struct {
	RefID             string `yaml:"refId"`
	QueryType         string `yaml:"queryType"`
	RelativeTimeRange struct {
		From int64 `yaml:"from"` // seconds before now
		To   int64 `yaml:"to"`
	} `yaml:"relativeTimeRange"`
	DataSourceUID string         `yaml:"datasourceUid"`
	Model         map[string]any `yaml:"model"`
}

// RuleGroups reads the groups of alerting/*.yaml; contact points and policies are for a Grafana that sends notifications.
func RuleGroups(folder string) ([]RuleGroup, error) {
	var all []RuleGroup
	err := eachFile(filepath.Join(folder, "alerting"), func(_ string, content struct {
		Groups []RuleGroup `yaml:"groups"`
	}) error {
		for _, group := range content.Groups {
			for _, rule := range group.Rules {
				if rule.Condition == "" || len(rule.Data) == 0 {
					return fmt.Errorf("alert rule %q of group %q needs data and a condition", rule.Title, group.Name)
				}
			}
		}
		all = append(all, content.Groups...)
		return nil
	})
	return all, err
}
