package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node has to say in a map of connections. */
final class OutputsFilling implements Filling {
    private final PortTexts ports;

    OutputsFilling(PortTexts ports) {
        this.ports = ports;
    }

    @Override
    public @Nullable String text(Slot slot, boolean numeric, String key) {
        return null;
    }

    @Override
    public boolean isNews(Slot slot) {
        return false;
    }

    @Override
    public Map<String, Json> config() {
        return Map.of();
    }

    @Override
    public Map<String, Json> ext() {
        return Map.of();
    }

    @Override
    public int portCount(String path) {
        return ports.count(path);
    }

    @Override
    public String port(String path, int index) {
        return ports.array(path + '/' + index);
    }

    @Override
    public List<String> linkKeys() {
        return ports.types();
    }
}
