-- Les anomalies les plus fréquentes des bilans en vigueur
SELECT c.code AS "Code", c.gravite AS "Gravité", c.indicateur AS "Indicateur",
    count(DISTINCT c.reception) AS "Collectivités", count(*) AS "Occurrences", min(c.message) AS "Exemple"
FROM constats c JOIN suivi s ON s.id = c.reception AND s.en_vigueur
GROUP BY ALL ORDER BY "Collectivités" DESC, "Occurrences" DESC, "Code"
