package plugins

import (
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	found, err := Find("../../testplugin/plugins")
	if err != nil || len(found) != 3 {
		t.Fatalf("%+v, error %v", found, err)
	}
	byID := map[string]Plugin{}
	for _, p := range found {
		byID[p.ID] = p
	}
	nested := byID["preview-test-datasource"]
	if nested.Parent != "preview-test-app" || nested.Version != "1.2.3" {
		t.Errorf("a nested plugin has its parent's version: %+v", nested)
	}
	meta := nested.Meta()
	if meta["module"] != "public/plugins/preview-test-datasource/module.js" {
		t.Errorf("module is %v", meta["module"])
	}
	logos := meta["info"].(map[string]any)["logos"].(map[string]any)
	if logos["small"] != "public/plugins/preview-test-datasource/img/logo.svg" {
		t.Errorf("logo is %v", logos["small"])
	}
}

func TestEnvironmentIsWhatGrafanaHandsOn(t *testing.T) {
	got := environment([]string{"PATH=/bin", "GF_PLUGIN_DATA_DIRECTORIES=/data", "GF_PLUGIN_ALLOW_SQL=true", "GF_SECURITY_ADMIN_PASSWORD=x", "NO_PROXY=*", "HOME=/root"})
	want := []string{"GF_PLUGIN_DATA_DIRECTORIES=/data", "GF_PLUGIN_ALLOW_SQL=true", "NO_PROXY=*"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
