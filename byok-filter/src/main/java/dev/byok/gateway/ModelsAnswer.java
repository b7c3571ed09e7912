package dev.byok.gateway;

import dev.byok.policy.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The list of models a caller may use, in OpenAI's shape. */
final class ModelsAnswer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelsAnswer() {}

    static LocalAnswer of(List<Model> models) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("data", models.stream().map(ModelsAnswer::row).toList());
        return LocalAnswer.json(JSON.writeValueAsBytes(list));
    }

    private static Map<String, Object> row(Model model) {
        String slug = model.slug();
        int slash = slug.indexOf('/');
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", slug);
        row.put("object", "model");
        row.put("created", 0);
        row.put("owned_by", slash > 0 ? slug.substring(0, slash) : "byok");
        if (model.context() != null) {
            row.put("context_length", model.context());
        }
        return row;
    }
}
